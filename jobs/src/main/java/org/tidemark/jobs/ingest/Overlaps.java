package org.tidemark.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Finds out which files cover the same stretch of the same instrument as others. Tick files that do
 * are refused: equal prints are real, so nobody could tell a second copy from new trades. Bars have
 * a key, so bars that were there already can be told.
 */
final class Overlaps {
  /** Above it files share one wider condition: a query that names each would be slow to plan. */
  private static final int MOST_CONDITIONS = 64;

  private Overlaps() {}

  static void refuse(TableStore store, EventKind kind, List<Found> scans) {
    if (kind == EventKind.BARS) {
      return;
    }
    boolean stored = anyStored(store, kind, scans);
    for (int i = 0; i < scans.size(); i++) {
      for (Map.Entry<String, Span> mine : scans.get(i).spans(kind).entrySet()) {
        for (int j = 0; j < i; j++) {
          Span other = scans.get(j).spans(kind).get(mine.getKey());
          if (other != null && other.meetsInLog(mine.getValue())) {
            fail(scans.get(i), mine.getKey(), scans.get(j).file().uri());
          }
        }
        if (stored) {
          refuseStored(store, kind, scans.get(i), mine.getKey(), mine.getValue());
        }
      }
    }
  }

  /**
   * Bar files in batches within which no two cover the same stretch: a merge tells new bars from
   * those in the table, not from those in the other files of its own batch.
   */
  static List<List<Found>> apart(List<Found> scans) {
    List<List<Found>> batches = new ArrayList<>();
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
    return a.spans(EventKind.BARS).entrySet().stream()
        .anyMatch(
            mine -> {
              Span other = b.spans(EventKind.BARS).get(mine.getKey());
              return other != null && other.meetsInTime(mine.getValue());
            });
  }

  /** Whether the table has an event of the files' instruments within the files' times. */
  static boolean anyStored(TableStore store, EventKind kind, List<Found> scans) {
    return !store.read(kind.table()).where(within(kind, scans)).limit(1).isEmpty();
  }

  /** True for every event of these files; false for most others, by columns with statistics. */
  static Column within(EventKind kind, List<Found> scans) {
    if (scans.size() > MOST_CONDITIONS) {
      Set<String> names = new TreeSet<>();
      scans.forEach(scan -> names.addAll(scan.spans(kind).keySet()));
      return within(names, scans.stream().map(s -> s.span(kind)).reduce(Span::plus).orElseThrow());
    }
    return scans.stream()
        .map(scan -> within(scan.spans(kind).keySet(), scan.span(kind)))
        .reduce(Column::or)
        .orElse(lit(false));
  }

  private static Column within(Set<String> instruments, Span span) {
    return col("instrument")
        .isin(instruments.toArray())
        .and(col("event_time_nanos").between(span.firstNanos(), span.lastNanos()));
  }

  private static void refuseStored(
      TableStore store, EventKind kind, Found scan, String instrument, Span span) {
    List<Row> found =
        store
            .read(kind.table())
            .where(
                col("instrument")
                    .equalTo(instrument)
                    .and(col("offset").between(span.firstOffset(), span.lastOffset()))
                    .and(col("event_time_nanos").between(span.firstNanos(), span.lastNanos()))
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
