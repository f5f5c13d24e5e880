package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.compare.PairRows;
import org.tidemark.jobs.compare.Ranked;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.compare.CompositeScore;
import org.tidemark.models.compare.Contestant;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;

/**
 * Ranks a run's learners by {@link CompositeScore#STANDARD}, skill in log loss (estimates: by RMSE,
 * those of a quantile by pinball loss), and tests every pair of them on the same out-of-fold rows.
 */
final class Comparison {
  private record Entry(
      String learner, double auc, double logLoss, double sharpe, double composite, double loss) {}

  private Comparison() {}

  static void write(
      TableStore store,
      NightlyArgs args,
      Target target,
      Map<String, List<MetricValue>> overall,
      List<Contestant> contestants) {
    Metric decides = decides(args, target);
    List<Entry> entries = new ArrayList<>();
    overall.forEach(
        (learner, e) -> {
          double loss = MetricValue.of(e, Metric.LOG_LOSS);
          entries.add(
              new Entry(
                  learner,
                  MetricValue.of(e, Metric.AUC),
                  loss,
                  MetricValue.of(e, Metric.SHARPE),
                  CompositeScore.STANDARD.of(e, target),
                  MetricValue.of(e, decides)));
        });
    entries.sort(
        Comparator.comparingDouble(Entry::composite)
            .reversed()
            .thenComparingDouble(Entry::loss)
            .thenComparing(Entry::learner));
    List<Row> rows = new ArrayList<>();
    Map<String, Ranked> ranked = new HashMap<>();
    for (Entry e : entries) {
      int rank = rows.size() + 1;
      ranked.put(e.learner(), new Ranked(e.learner(), Optional.empty(), e.composite(), rank));
      rows.add(alone(args, e, rank, entries, decides));
    }
    rows.addAll(new PairRows(args, target).of(contestants, ranked, PairRows.Against.LEARNER));
    store.replace(
        Tables.MODEL_COMPARISONS, store.rows(Tables.MODEL_COMPARISONS, rows), args.mine());
  }

  /** What the best has least of: estimates have no composite score, so their loss ranks them. */
  private static Metric decides(NightlyArgs args, Target target) {
    return switch (RunQuantile.loss(args.config(), target).kind()) {
      case PINBALL -> Metric.PINBALL_LOSS;
      case SQUARED -> Metric.RMSE;
      default -> Metric.LOG_LOSS;
    };
  }

  /** The row of a learner itself, which has none of the columns of a test. */
  private static Row alone(
      NightlyArgs args, Entry e, int rank, List<Entry> entries, Metric decides) {
    String loss = decides.id().replace('_', ' ');
    Object[] values = new Object[Tables.MODEL_COMPARISONS.columns().size()];
    Object[] known = {
      args.runId(),
      e.learner(),
      args.config().text("model"),
      null,
      PairRows.defined(e.auc()),
      PairRows.defined(e.logLoss()),
      PairRows.defined(e.sharpe()),
      e.composite(),
      rank,
      rank == 1,
      rank == 1
          ? "lowest out-of-sample " + loss + " of " + entries.size()
          : loss + " not below that of " + entries.get(0).learner()
    };
    System.arraycopy(known, 0, values, 0, known.length);
    return RowFactory.create(values);
  }
}
