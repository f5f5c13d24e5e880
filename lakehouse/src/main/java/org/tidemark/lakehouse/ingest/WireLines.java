package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.LeapGuard;
import org.tidemark.market.wire.Malformed;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.WireReader;
import org.tidemark.market.wire.WireResult;

/**
 * Lines of the live wire format, as a stream's recorder or the simulator writes them. Instrument
 * and offset are the line's own. A line is rejected where the live feed would refuse it by what it
 * says and by the lines before it; only arrival times, which a file does not tell, are not judged.
 * A heartbeat is no market datum and has no table.
 */
final class WireLines implements Format {
  @Override
  public String name() {
    return "wire";
  }

  @Override
  public String describe() {
    return "JSON lines of the live wire format (trades, quotes, books and bars, also mixed);"
        + " instrument and offset are those of the line";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    if (options.instrument().isPresent()) {
      throw new IngestException(
          file.name() + ": lines of the wire format name their instrument; leave --instrument out");
    }
    Feed feed = new Feed();
    try {
      return IngestReader.of(
          file.name(), new TextLines(file), line -> feed.take(event(line.text())));
    } catch (IOException e) {
      throw new IngestException(
          file.name() + " cannot be opened: " + e.getMessage() + "; check its path and rights", e);
    }
  }

  private static MarketEvent event(String line) throws RejectedRow {
    WireResult result = WireReader.read(line);
    if (result instanceof Malformed bad) {
      throw new RejectedRow(reason(bad.reason()), bad.detail());
    }
    MarketEvent event = ((Parsed) result).event();
    AtRest.check(event);
    return event;
  }

  /** What a live feed keeps of each instrument to refuse what cannot follow. */
  private static final class Feed {
    private final Map<InstrumentId, Place> places = new HashMap<>();

    /** How far an instrument's log has come. */
    private static final class Place {
      private final LeapGuard guard = LeapGuard.standard();
      private long lastOffset = -1;
    }

    /** Lets an event pass that a live feed would take; moves only then. */
    MarketEvent take(MarketEvent event) throws RejectedRow {
      Place place = places.computeIfAbsent(event.instrument(), name -> new Place());
      if (event.offset() <= place.lastOffset) {
        throw new RejectedRow(
            Reason.OFFSET_RUNS_BACK,
            "offset "
                + event.offset()
                + " must be above "
                + place.lastOffset
                + ", the last one taken of "
                + event.instrument());
      }
      long time = event.eventTimeNanos();
      if (time < 0) {
        throw new RejectedRow(Reason.BAD_TIME, "event time " + time + " ns is before 1970");
      }
      if (place.guard.doubts(time)) {
        throw new RejectedRow(
            Reason.FAR_FUTURE,
            "event time "
                + time
                + " ns is more than "
                + LeapGuard.LEAP
                + " after "
                + place.guard.newest()
                + " ns, the newest so far; believed after "
                + LeapGuard.WITNESSES
                + " such events in a row");
      }
      place.lastOffset = event.offset();
      place.guard.taken(time);
      if (event instanceof Heartbeat) {
        throw new RejectedRow(Reason.NO_TABLE, "a heartbeat says no price, so no table keeps it");
      }
      return event;
    }
  }

  private static Reason reason(org.tidemark.market.wire.Reason reason) {
    return switch (reason) {
      case MALFORMED_JSON, SCHEMA_MISMATCH -> Reason.BAD_JSON; // files hold JSON only
      case MISSING_FIELD -> Reason.BAD_COLUMN_COUNT;
      case UNKNOWN_TYPE -> Reason.UNKNOWN_TYPE;
      case BAD_INSTRUMENT -> Reason.UNKNOWN_INSTRUMENT;
      case BAD_OFFSET -> Reason.BAD_OFFSET;
      case NOT_A_NUMBER -> Reason.NOT_A_NUMBER;
      case NON_POSITIVE_PRICE -> Reason.NON_POSITIVE_PRICE;
      case NEGATIVE_SIZE -> Reason.NEGATIVE_SIZE;
      case BAD_AGGRESSOR -> Reason.BAD_SIDE;
      case BAD_BAR -> Reason.BAD_BAR;
      case EMPTY_QUOTE -> Reason.EMPTY_QUOTE;
      case EMPTY_BOOK -> Reason.EMPTY_BOOK;
      case BAD_BOOK -> Reason.BAD_BOOK;
    };
  }
}
