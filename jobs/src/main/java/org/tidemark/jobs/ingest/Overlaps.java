package org.tidemark.jobs.ingest;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Refuses tick files that cover the same stretch of the same instrument as another source. Equal
 * prints are real, so nobody could tell a second copy from new trades. Bars have a key and need no
 * such check.
 */
final class Overlaps {
  private Overlaps() {}

  static void refuse(TableStore store, EventKind kind, List<Found> scans) {
    if (kind == EventKind.BARS) {
      return;
    }
    for (int i = 0; i < scans.size(); i++) {
      for (var mine : scans.get(i).spans().entrySet()) {
        for (int j = 0; j < i; j++) {
          Scan.Span other = scans.get(j).spans().get(mine.getKey());
          if (other != null && other.meets(mine.getValue())) {
            fail(scans.get(i), mine.getKey(), scans.get(j).file().uri());
          }
        }
        refuseStored(store, kind, scans.get(i), mine.getKey(), mine.getValue());
      }
    }
  }

  /**
   * Bar files in batches within which no two cover the same stretch: a merge tells new bars from
   * those in the table, not from those in the other files of its own batch.
   */
  static List<ArrayList<Found>> apart(List<Found> scans) {
    List<ArrayList<Found>> batches = new ArrayList<>();
    for (Found scan : scans) {
      int at = 0;
      for (int i = 0; i < batches.size(); i++) {
        if (batches.get(i).stream().anyMatch(other -> meet(scan, other))) {
          at = i + 1;
        }
      }
      if (at == batches.size()) {
        batches.add(new ArrayList<>());
      }
      batches.get(at).add(scan);
    }
    return batches;
  }

  private static boolean meet(Found a, Found b) {
    return a.spans().entrySet().stream()
        .anyMatch(
            mine -> {
              Scan.Span other = b.spans().get(mine.getKey());
              return other != null && other.meets(mine.getValue());
            });
  }

  private static void refuseStored(
      TableStore store, EventKind kind, Found scan, String instrument, Scan.Span span) {
    List<Row> found =
        store
            .read(kind.table())
            .where(
                col("instrument")
                    .equalTo(instrument)
                    .and(col("offset").between(span.first(), span.last()))
                    .and(col("event_time_nanos").between(scan.firstNanos(), scan.lastNanos()))
                    .and(col("source_id").notEqual(scan.sourceId())))
            .select("source_id")
            .limit(1)
            .collectAsList();
    if (!found.isEmpty()) {
      fail(scan, instrument, "source " + found.get(0).getString(0) + " (see market.ingests)");
    }
  }

  private static void fail(Found scan, String instrument, String other) {
    throw new IllegalStateException(
        scan.file().uri()
            + " covers a stretch of "
            + instrument
            + " that "
            + other
            + " covers too; ingest each stretch of ticks from one file, or name another instrument"
            + " with --instrument");
  }
}
