package org.tidemark.lakehouse.ingest;

import java.util.Optional;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/**
 * Books kept up to date by Binance's stream of changes, from a snapshot in the file beside it. One
 * message, which is several lines, gives one book: what stands after it.
 *
 * <p>The venue's rule for futures: the first message used has {@code U <= lastUpdateId <= u}, and
 * each later one says in {@code pu} the {@code u} of the one before. After a gap, and after a
 * message with a line that cannot be read, no book is known until a later snapshot is met, and
 * messages are rejected. A snapshot reaches so many levels deep: prices beyond them are known from
 * when a message first names them.
 *
 * @param levels price levels that a book keeps on each side
 */
record BinanceDepth(Levels levels) implements Format {
  /** The book of one file while it is read. */
  private static final class Progress {
    private final DepthSnapshots snapshots;
    private final RowClock clock = RowClock.sorted(Lane.BOOK);
    private Optional<MaintainedBook> book = Optional.empty();
    private boolean begun;
    private long last = Long.MIN_VALUE;

    Progress(DepthSnapshots snapshots) {
      this.snapshots = snapshots;
    }

    MaintainedBook apply(DepthMessage message) throws RejectedRow {
      if (message.damage().isPresent()) {
        book = Optional.empty();
        throw message.damage().get();
      }
      DepthMessage.Ids ids = message.ids();
      if (begun && ids.last() <= last) {
        throw new RejectedRow(
            Reason.DUPLICATE_ID,
            "final_update_id = " + ids.last() + " is not above " + last + ", taken before");
      }
      if (book.isEmpty() || ids.previous() != last) {
        book = snapshots.before(ids).map(DepthSnapshots.Snapshot::book);
      }
      MaintainedBook now = book.orElseThrow(() -> unknown(ids));
      message.changes().forEach(now::set);
      last = ids.last();
      begun = true;
      return now;
    }

    private RejectedRow unknown(DepthMessage.Ids ids) {
      return begun
          ? new RejectedRow(
              Reason.SEQUENCE_GAP,
              "prev_final_update_id = "
                  + ids.previous()
                  + " does not follow "
                  + last
                  + ", the last update taken, and no snapshot lies between")
          : new RejectedRow(
              Reason.BEFORE_SNAPSHOT,
              "updates " + ids.first() + " to " + ids.last() + " hold no snapshot's last update");
    }
  }

  @Override
  public String name() {
    return levels.suffixed("binance-depth");
  }

  @Override
  public String describe() {
    return "L2 books from a Binance stream of changes, columns "
        + DepthMessage.HEADER
        + ", and the snapshot beside it; one message gives one book, the best "
        + levels.count()
        + " levels a side; from a gap on, messages are rejected until the next snapshot; name for"
        + " example usdm_btcusdt_20240808_depth_updates.csv.gz beside"
        + " usdm_btcusdt_20240808_depth_snapshots.csv.gz";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    InstrumentId instrument = BinanceTrades.instrument(file, options, "depth_updates");
    String beside = file.name().replace("_depth_updates", "_depth_snapshots");
    Progress progress =
        new Progress(
            file.beside(beside)
                .map(DepthSnapshots::read)
                .orElseThrow(
                    () ->
                        new IngestException(
                            file.name()
                                + " needs the snapshot that its changes begin from; put "
                                + beside
                                + " beside it")));
    return IngestReader.of(
        file.name(),
        new DepthMessages(file),
        messages -> book(instrument, progress, messages.message()));
  }

  private MarketEvent book(InstrumentId instrument, Progress progress, DepthMessage message)
      throws RejectedRow {
    MaintainedBook book = progress.apply(message);
    return Levels.book(
        instrument,
        progress.clock,
        message.ids().eventNanos(),
        book.bids(levels.count()),
        book.asks(levels.count()));
  }
}
