package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.PathAverage;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.split.Split;

/**
 * The metrics of a run as {@code models.model_metrics} keeps them: one set per fold, and one over
 * all folds under fold -1. Where a split makes several backtest paths, each path has its own set,
 * under fold -1 and window {@code path-0}, {@code path-1}, ..., and the set over all folds is their
 * mean.
 */
final class Measured {
  private static final int ALL_FOLDS = -1;
  private static final String TEST = "test";

  private final NightlyArgs args;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, List<MetricValue>> overall = new LinkedHashMap<>();
  private long predictions;

  Measured(NightlyArgs args) {
    this.args = args;
  }

  /** Measures what a learner predicted. */
  void add(String learner, StoredPredictions stored, List<Split> folds) {
    TradingRule rule = ValidateJob.rule(args);
    List<List<MetricValue>> paths = new ArrayList<>();
    for (int path = 0; path < stored.paths(); path++) {
      Predictions scored = stored.path(path);
      paths.add(Evaluation.of(scored, rule).metrics());
      predictions += scored.rows();
    }
    List<MetricValue> mean = PathAverage.of(paths);
    overall.put(learner, mean);
    mean.forEach(m -> rows.add(row(learner, ALL_FOLDS, TEST, m)));
    for (int path = 0; path < paths.size() && paths.size() > 1; path++) {
      String window = "path-" + path;
      paths.get(path).forEach(m -> rows.add(row(learner, ALL_FOLDS, window, m)));
    }
    for (Split fold : folds) {
      Evaluation.of(stored.fold(fold.fold()), rule)
          .metrics()
          .forEach(m -> rows.add(row(learner, fold.fold(), TEST, m)));
    }
  }

  /** The metrics over all folds of each learner. */
  Map<String, List<MetricValue>> overall() {
    return overall;
  }

  /** Rows scored, as often as each was. */
  long predictions() {
    return predictions;
  }

  /** The area under the curve over all folds of each learner that has one. */
  Map<String, Double> auc() {
    Map<String, Double> auc = new LinkedHashMap<>();
    overall.forEach(
        (learner, metrics) ->
            metrics.stream()
                .filter(m -> m.metric().equals(Metric.AUC.id()))
                .forEach(m -> auc.put(learner, m.value())));
    return auc;
  }

  /** Puts them in the place of those that the run wrote before. */
  void write(TableStore store) {
    store.replace(
        Tables.MODEL_METRICS,
        store.rows(Tables.MODEL_METRICS, rows),
        args.mine() + " AND (window = 'test' OR window LIKE 'path-%')");
  }

  private Row row(String learner, int fold, String window, MetricValue m) {
    return RowFactory.create(
        args.runId(),
        learner,
        fold,
        m.metric(),
        args.config().text("model"),
        null,
        "ALL",
        "ALL",
        window,
        Comparison.defined(m.value()),
        Comparison.defined(m.ciLow()),
        Comparison.defined(m.ciHigh()),
        m.n(),
        Metric.of(m.metric()).unit());
  }
}
