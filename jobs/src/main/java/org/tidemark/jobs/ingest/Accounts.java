package org.tidemark.jobs.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.EventRows;

/**
 * Rows of {@code market.ingests}: one per table that a file's rows went to, so that each names one
 * table version. A rejected row is of no kind; all of a file's are counted in its first account.
 */
final class Accounts {
  private Accounts() {}

  /**
   * The table of a kind after the ingest.
   *
   * @param rows per source
   */
  record Written(long version, Map<String, Long> rows) {}

  /** The accounts of one file. */
  static List<Row> of(Found scan, Map<EventKind, Written> written) {
    if (scan.kinds().isEmpty()) {
      return List.of(account(scan, "", "", 0, scan.tally().rejected(), 0, -1, null, null));
    }
    List<Row> rows = new ArrayList<>();
    for (EventKind kind : scan.kinds()) {
      Span span = scan.span(kind);
      rows.add(
          account(
              scan,
              kind.table().qualifiedName(),
              String.join(",", scan.spans(kind).keySet()),
              span.rows(),
              rows.isEmpty() ? scan.tally().rejected() : 0,
              written.get(kind).rows().getOrDefault(scan.sourceId(), 0L),
              written.get(kind).version(),
              EventRows.timestamp(span.firstNanos()),
              EventRows.timestamp(span.lastNanos())));
    }
    return rows;
  }

  private static Row account(
      Found scan,
      String target,
      String instruments,
      long accepted,
      long rejected,
      long added,
      long version,
      Object first,
      Object last) {
    return RowFactory.create(
        scan.sourceId(),
        scan.file().format().name(),
        scan.file().name(),
        target,
        instruments,
        accepted + rejected,
        accepted,
        rejected,
        added,
        version,
        first,
        last);
  }
}
