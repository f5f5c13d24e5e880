package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tidemark.jobs.alarm.AlertRules;
import org.tidemark.jobs.alarm.Condition;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.registry.DegradationRule;

/** What the monitor measured, as the rules of alerts are asked about it. */
final class LiveConditions {
  private static final int NAMED = 5;

  private LiveConditions() {}

  /** One of the scores and one of the features, whose value is the highest index. */
  static List<Condition> drift(Scorer scorer, List<LiveDrift.Newest> all) {
    String version = scorer.version();
    List<Condition> conditions = new ArrayList<>();
    all.stream()
        .filter(n -> n.feature().equals(DriftReference.SCORE))
        .forEach(
            n ->
                conditions.add(
                    new Condition(
                        AlertRules.SCORE_PSI,
                        version,
                        Optional.of(scorer.sha256()),
                        n.drift().psi(),
                        n.drift().currentCount(),
                        String.format(
                            Locale.ROOT,
                            "Scores of %s against those of its validation: PSI %.3f over %d bars"
                                + " until %s.",
                            version,
                            n.drift().psi(),
                            n.drift().currentCount(),
                            time(n.toNanos())))));
    List<LiveDrift.Newest> features =
        all.stream()
            .filter(n -> !n.feature().equals(DriftReference.SCORE))
            .sorted(Comparator.comparingDouble((LiveDrift.Newest n) -> n.drift().psi()).reversed())
            .toList();
    if (!features.isEmpty()) {
      LiveDrift.Newest most = features.get(0);
      conditions.add(
          new Condition(
              AlertRules.FEATURE_PSI,
              version,
              Optional.of(scorer.sha256()),
              most.drift().psi(),
              most.drift().currentCount(),
              String.format(
                  Locale.ROOT,
                  "Features against what %s was fitted on, over %d bars until %s; PSI of the"
                      + " highest: %s.",
                  version,
                  most.drift().currentCount(),
                  time(most.toNanos()),
                  features.stream()
                      .limit(NAMED)
                      .map(n -> String.format(Locale.ROOT, "%s %.3f", n.feature(), n.drift().psi()))
                      .collect(Collectors.joining(", ")))));
    }
    return conditions;
  }

  private static Instant time(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  /** Live accuracy against what was promised, in points. */
  static Condition accuracy(Scorer scorer, double promised, LiveQuality.Newest found) {
    double live = found.value(Metric.ACCURACY);
    double drop = Double.isNaN(live) ? live : DegradationRule.dropPoints(promised, live);
    return new Condition(
        AlertRules.ACCURACY_DROP,
        scorer.version(),
        Optional.of(scorer.sha256()),
        drop,
        found.rows(),
        String.format(
            Locale.ROOT,
            "Accuracy of %s is %.4f over %d live outcomes of the %d days until %s, against %.4f"
                + " promised: a drop of %.2f points.",
            scorer.version(),
            live,
            found.rows(),
            LiveQuality.DAYS,
            time(found.toNanos()),
            promised,
            drop));
  }

  /** One a stage, from the last row that it has in {@code live.latency}. */
  static List<Condition> latencies(TableStore store, String query) {
    return store
        .read(Tables.LATENCY)
        .where(col("query").equalTo(query))
        .groupBy("stage")
        .agg(max_by(struct("p99_micros", "n"), col("batch_id")).as("last"))
        .select("stage", "last.p99_micros", "last.n")
        .collectAsList()
        .stream()
        .map(
            row ->
                new Condition(
                    AlertRules.LATENCY,
                    row.getString(0),
                    row.getLong(1) / 1e3,
                    row.getLong(2),
                    String.format(
                        Locale.ROOT,
                        "Stage %s of query %s: p99 %.1f ms over the last %d micro-batches.",
                        row.getString(0),
                        query,
                        row.getLong(1) / 1e3,
                        row.getLong(2))))
        .toList();
  }

  /** The time of one row. */
  static Condition latency(String version, ModelProbe.Times times) {
    return new Condition(
        AlertRules.LATENCY,
        ModelProbe.STAGE,
        times.p99(),
        times.rows(),
        String.format(
            Locale.ROOT,
            "One row through %s takes p50 %.3f ms, p99 %.3f ms over %d live rows.",
            version,
            times.p50(),
            times.p99(),
            times.rows()));
  }
}
