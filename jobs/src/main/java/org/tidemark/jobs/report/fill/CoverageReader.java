package org.tidemark.jobs.report.fill;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.tidemark.jobs.report.fill.LakeReader.instant;
import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.jobs.report.Coverage;
import org.tidemark.jobs.report.ReasonCount;
import org.tidemark.jobs.report.TimeValue;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;

/**
 * Reads which stretches of time the bars, prints and quotes cover. Every minute of the clock counts
 * as expected, so nights of a closed market show as missing.
 */
final class CoverageReader {
  private static final long MINUTE = 60_000_000_000L;
  private static final long HOUR = 60 * MINUTE;
  private static final int MOST_STRETCHES = 150;
  private static final int MOST_SOURCES = 30;

  private final LakeReader lake;

  CoverageReader(LakeReader lake) {
    this.lake = lake;
  }

  Coverage read() {
    Dataset<Row> ingests =
        lake.all(Tables.INGESTS)
            .where(
                col("first_event_time")
                    .isNull()
                    .or(col("first_event_time").leq(lit(lake.knownAtTimestamp()))));
    Row sums =
        ingests
            .selectExpr("coalesce(sum(rows_read), 0L)", "coalesce(sum(rows_accepted), 0L)")
            .head();
    return new Coverage(
        sums.getLong(0),
        sums.getLong(1),
        instruments(),
        rejected(ingests),
        new QualityReader(lake).read());
  }

  /** By file and reason, or by format and reason where there are too many files to list. */
  private List<ReasonCount> rejected(Dataset<Row> ingests) {
    Dataset<Row> rows =
        lake.all(Tables.REJECTED_EVENTS)
            .join(ingests.select("source_id").distinct(), "source_id")
            .groupBy("source", "format", "reason")
            .count();
    List<Row> found = rows.orderBy("source", "format", "reason").collectAsList();
    boolean many = found.size() > MOST_SOURCES;
    Map<String, Map<String, Long>> counts = new TreeMap<>();
    for (Row row : found) {
      String scope = many ? "files of format " + text(row, "format") : text(row, "source");
      counts
          .computeIfAbsent(scope, k -> new TreeMap<>())
          .merge(text(row, "reason"), whole(row, "count"), Long::sum);
    }
    List<ReasonCount> out = new ArrayList<>();
    counts.forEach((scope, by) -> by.forEach((r, n) -> out.add(new ReasonCount(scope, r, n))));
    return out;
  }

  private List<Coverage.InstrumentCoverage> instruments() {
    Dataset<Row> cells = cells().persist(StorageLevel.MEMORY_AND_DISK());
    try {
      List<Row> series = summary(cells);
      if (series.isEmpty()) {
        return List.of();
      }
      long first = series.stream().mapToLong(r -> whole(r, "first_nanos")).min().orElseThrow();
      long last = series.stream().mapToLong(r -> whole(r, "last_nanos")).max().orElseThrow();
      long stretch = stretch(last - first);
      Map<String, Map<Long, Long>> present = new HashMap<>();
      cells
          .groupBy(
              col("instrument"),
              col("series"),
              expr("cell * cell_nanos div " + stretch + "L").as("k"))
          .count()
          .collectAsList()
          .forEach(
              r ->
                  present
                      .computeIfAbsent(key(r), k -> new HashMap<>())
                      .put(whole(r, "k"), whole(r, "count")));
      Map<String, Long> kinds = new HashMap<>();
      series.forEach(r -> kinds.merge(text(r, "instrument"), 1L, Long::sum));
      return series.stream()
          .map(r -> coverage(r, kinds.get(text(r, "instrument")), stretch, present.get(key(r))))
          .toList();
    } finally {
      cells.unpersist();
    }
  }

  private static String key(Row row) {
    return text(row, "instrument") + "|" + text(row, "series");
  }

  /** One row per instrument, series and minute (or bar, where bars are longer) that has data. */
  private Dataset<Row> cells() {
    String known = "event_time_nanos <= " + lake.args().asOfNanos();
    Dataset<Row> events =
        lake.all(Tables.BARS)
            .where(known)
            .selectExpr(
                "instrument",
                "concat('bars of ', bar_seconds, ' s') as series",
                "open_time_nanos as from_nanos",
                "event_time_nanos as until_nanos",
                "greatest(60, bar_seconds) * 1000000000L as cell_nanos")
            .unionByName(ticks(Tables.TRADES, "prints", known))
            .unionByName(ticks(Tables.QUOTES, "quotes", known));
    return events
        .selectExpr("*", "from_nanos div cell_nanos as cell")
        .groupBy("instrument", "series", "cell_nanos", "cell")
        .agg(
            count(lit(1)).as("events"),
            min("from_nanos").as("from_nanos"),
            max("until_nanos").as("until_nanos"));
  }

  private Dataset<Row> ticks(Table table, String series, String known) {
    return lake.all(table)
        .where(known)
        .selectExpr(
            "instrument",
            "'" + series + "' as series",
            "event_time_nanos as from_nanos",
            "event_time_nanos as until_nanos",
            MINUTE + "L as cell_nanos");
  }

  private static List<Row> summary(Dataset<Row> cells) {
    return cells
        .selectExpr(
            "*",
            "lag(until_nanos) over (partition by instrument, series order by cell) as gap_from")
        .selectExpr("*", "from_nanos - gap_from as gap")
        .groupBy("instrument", "series", "cell_nanos")
        .agg(
            sum("events").as("events"),
            count(lit(1)).as("present"),
            expr("max(cell) - min(cell) + 1").as("expected"),
            min("from_nanos").as("first_nanos"),
            max("until_nanos").as("last_nanos"),
            expr("coalesce(max(gap), 0L)").as("gap"),
            // Of equally long gaps the earliest.
            expr("coalesce(max_by(gap_from, struct(gap, -gap_from)), 0L)").as("gap_from"))
        .orderBy("instrument", "series")
        .collectAsList();
  }

  /** An hour, or as many whole days as keep the picture readable. */
  private static long stretch(long span) {
    if (span / HOUR < MOST_STRETCHES) {
      return HOUR;
    }
    long day = 24 * HOUR;
    return day * (span / day / MOST_STRETCHES + 1);
  }

  private static Coverage.InstrumentCoverage coverage(
      Row row, long kinds, long stretch, Map<Long, Long> present) {
    long cell = whole(row, "cell_nanos");
    long first = whole(row, "first_nanos");
    long last = whole(row, "last_nanos");
    long end = Math.max(last, first + 1);
    List<TimeValue> presence = new ArrayList<>();
    for (long k = Math.floorDiv(first, stretch); k * stretch < end; k++) {
      long from = Math.max(k * stretch, Math.floorDiv(first, cell) * cell);
      long until = Math.min((k + 1) * stretch, Math.floorDiv(end - 1, cell) * cell + cell);
      double expected = Math.max(1, Math.round((double) (until - from) / cell));
      double share = Math.min(1, present.getOrDefault(k, 0L) / expected);
      presence.add(new TimeValue(instant(Math.max(from, first)), share));
    }
    boolean hasGap = whole(row, "gap") >= cell;
    double minutes = (double) cell / MINUTE;
    return new Coverage.InstrumentCoverage(
        kinds > 1 ? text(row, "instrument") + ", " + text(row, "series") : text(row, "instrument"),
        instant(first),
        instant(last),
        whole(row, "events"),
        Math.round(whole(row, "expected") * minutes),
        Math.round(whole(row, "present") * minutes),
        hasGap ? Duration.ofNanos(whole(row, "gap")) : Duration.ZERO,
        hasGap ? Optional.of(instant(whole(row, "gap_from"))) : Optional.empty(),
        presence);
  }
}
