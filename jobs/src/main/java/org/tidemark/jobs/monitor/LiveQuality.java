package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.jobs.compare.PairRows;
import org.tidemark.jobs.serve.LiveOutcomes;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.jobs.validate.StoredPredictions;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.TradingRule;

/**
 * The metrics of a version's live scores over a rolling window, a point a UTC day (X13): what was
 * known at the end of the day, labels whose span was over by then and not before the window. Labels
 * that come later change the last point, and none before it.
 */
final class LiveQuality {
  /** Length of the window. */
  static final int DAYS = 30;

  private static final long DAY = 86_400_000_000_000L;

  private final TableStore store;

  LiveQuality(TableStore store) {
    this.store = store;
  }

  /**
   * A version and what its scores mean.
   *
   * @param labelSet labels that it predicts, as {@code features.labels} names them
   * @param rule how its scores would be traded
   */
  record Subject(Scorer scorer, String labelSet, Target target, TradingRule rule) {}

  /**
   * The metrics of the newest window.
   *
   * @param rows bars in it
   */
  record Newest(String version, long toNanos, long rows, List<MetricValue> metrics) {
    /** Of a metric; NaN where it is not there. */
    double value(Metric metric) {
      return MetricValue.of(metrics, metric);
    }
  }

  /** Writes the points that are new; empty where no label of a live score is known. */
  Optional<Newest> look(Subject subject, Instant now) {
    store.ensure(Tables.LIVE_QUALITY);
    long until = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    Row last =
        store
            .read(Tables.LIVE_QUALITY)
            .where(subject.scorer().mine())
            .selectExpr("max(window_to_nanos)")
            .head();
    // The last point may have been taken before its day was over.
    long first = last.isNullAt(0) ? Long.MIN_VALUE : last.getLong(0);
    long after = first == Long.MIN_VALUE ? first : first - DAYS * DAY;
    Dataset<Row> known =
        LiveOutcomes.of(store, subject.scorer(), subject.labelSet(), after, until)
            .where("forward_return = forward_return")
            .withColumn("score", col("score").cast("float"))
            .withColumn("fold", lit(0))
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      TreeSet<Long> ends = new TreeSet<>();
      known
          .selectExpr("span_end_nanos + pmod(-span_end_nanos, %dL)".formatted(DAY))
          .distinct()
          .collectAsList()
          .forEach(row -> ends.add(row.getLong(0)));
      Optional<Newest> newest = Optional.empty();
      List<Row> rows = new ArrayList<>();
      for (long to : ends.tailSet(first, true)) {
        newest = window(subject, known, to);
        newest.ifPresent(found -> found.metrics().forEach(m -> rows.add(row(subject, to, m))));
      }
      if (!rows.isEmpty()) {
        store.upsert(
            Tables.LIVE_QUALITY,
            store.rows(Tables.LIVE_QUALITY, rows),
            Tables.LIVE_QUALITY.key().toArray(String[]::new));
      }
      return newest;
    } finally {
      known.unpersist();
    }
  }

  private static Optional<Newest> window(Subject subject, Dataset<Row> known, long to) {
    return StoredPredictions.read(
            known.where(
                col("span_end_nanos").gt(to - DAYS * DAY).and(col("span_end_nanos").leq(to))),
            subject.target())
        .map(
            p ->
                new Newest(
                    subject.scorer().version(),
                    to,
                    p.rows(),
                    Evaluation.of(p, subject.rule()).metrics()));
  }

  private static Row row(Subject subject, long to, MetricValue m) {
    return RowFactory.create(
        subject.scorer().model(),
        subject.scorer().version(),
        to,
        m.metric(),
        to - DAYS * DAY,
        PairRows.defined(m.value()),
        PairRows.defined(m.ciLow()),
        PairRows.defined(m.ciHigh()),
        m.n(),
        Metric.of(m.metric()).unit(),
        subject.scorer().sha256());
  }
}
