package org.tidemark.lakehouse.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.tidemark.market.MarketEvent;

/** The rows of one file, one at a time in file order, and the account of what was read so far. */
public final class IngestReader implements Iterator<Ingested>, Closeable {

  /** Makes the event of the current row. */
  private interface Current {
    MarketEvent event() throws RejectedRow;
  }

  private final String file;
  private final Records records;
  private final Current current;
  private final Map<Reason, Long> rejectedBy = new EnumMap<>(Reason.class);
  private long accepted;
  private long rejected;
  private boolean standing;
  private boolean ended;

  private IngestReader(String file, Records records, Current current) {
    this.file = file;
    this.records = records;
    this.current = current;
  }

  static <R extends Records> IngestReader of(String file, R records, RowParser<R> parser) {
    return new IngestReader(file, records, () -> parser.parse(records));
  }

  /** The file's name, without folders. */
  public String file() {
    return file;
  }

  @Override
  public boolean hasNext() {
    if (!standing && !ended) {
      try {
        standing = records.advance();
        ended = !standing;
      } catch (IOException e) {
        throw new IngestException(
            file
                + " cannot be read beyond line "
                + records.line()
                + ": "
                + e.getMessage()
                + "; the file is cut off or damaged, fetch it again",
            e);
      }
    }
    return standing;
  }

  @Override
  public Ingested next() {
    if (!hasNext()) {
      throw new NoSuchElementException(file + " has no more rows");
    }
    standing = false;
    try {
      MarketEvent event = current.event();
      accepted++;
      return new Accepted(event, records.line());
    } catch (RejectedRow row) {
      rejected++;
      rejectedBy.merge(row.reason(), 1L, Long::sum);
      return new Rejected(row.reason(), row.getMessage(), records.line(), records.raw());
    }
  }

  /** The account of the rows handed out so far; final when {@link #hasNext()} is false. */
  public Tally tally() {
    return new Tally(
        accepted + rejected,
        accepted,
        rejected,
        records.headers(),
        records.blanks(),
        records.others(),
        rejectedBy);
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
