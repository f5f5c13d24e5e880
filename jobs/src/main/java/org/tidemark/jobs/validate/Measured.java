package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.compare.PairRows;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.jobs.train.OutOfFoldCalibration;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.compare.Contestant;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.CalibratedInTime;
import org.tidemark.models.evaluate.Evaluation;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.PathAverage;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.overfit.TrialLedger;
import org.tidemark.models.split.Split;
import org.tidemark.models.uncertain.RegionMetrics;

/**
 * The metrics of a run as {@code models.model_metrics} keeps them: one set per fold, and one over
 * all folds under fold -1. Where a split makes several backtest paths, each path has its own set,
 * under fold -1 and window {@code path-0}, {@code path-1}, ..., and the set over all folds is their
 * mean. Under window {@code overfit} stands what all trials of the model say of each learner, under
 * {@code train} how good each fold's model is on rows that it was fitted on. Under {@code
 * calibrated} stands the first path with each fold calibrated by what was known before it, under
 * {@code raw} the same rows as they were scored. {@link Parts} breaks the test down by instrument,
 * regime, month and cost, under fold -1.
 */
final class Measured {
  private static final int ALL_FOLDS = -1;
  private static final Parts.Part TEST = new Parts.Part(Parts.ALL, Parts.ALL, Parts.TEST);
  private static final String TRAIN = "train";
  private static final String OVERFIT = "overfit";
  private static final String RAW = "raw";
  private static final String CALIBRATED = "calibrated";

  private final NightlyArgs args;
  private final Regimes regimes;
  private final List<Row> rows = new ArrayList<>();
  private final Map<String, List<MetricValue>> overall = new LinkedHashMap<>();
  private final Map<String, Backtest> traded = new LinkedHashMap<>();
  private final List<Contestant> contestants = new ArrayList<>();
  private long predictions;

  Measured(NightlyArgs args, Regimes regimes) {
    this.args = args;
    this.regimes = regimes;
  }

  /** Adds what a fold's model reaches on rows that it was fitted on. */
  void inSample(FoldWork work) {
    work.inSample()
        .forEach(m -> rows.add(row(work.learner().name(), work.split().fold(), TRAIN, m)));
  }

  /** Measures what a learner predicted. */
  void add(String learner, StoredPredictions stored, List<Split> folds) {
    TradingRule rule = args.tradingRule();
    OptionalDouble level = RunQuantile.level(args.config(), learner);
    List<List<MetricValue>> paths = new ArrayList<>();
    Parts parts = new Parts(rule);
    for (int path = 0; path < stored.paths(); path++) {
      Predictions scored = stored.path(path);
      Evaluation evaluation = Evaluation.of(scored, rule, level);
      paths.add(evaluation.metrics());
      if (path == 0) {
        traded.put(learner, evaluation.backtest());
        contestants.add(new Contestant(learner, scored, evaluation.backtest()));
        calibrated(learner, scored);
      }
      predictions += scored.rows();
      parts.add(scored, stored.instruments(), regimes.of(scored, stored.instruments()));
    }
    parts
        .means()
        .forEach(
            (part, metrics) -> metrics.forEach(m -> rows.add(row(learner, ALL_FOLDS, part, m))));
    List<MetricValue> mean = PathAverage.of(paths);
    overall.put(learner, mean);
    mean.forEach(m -> rows.add(row(learner, ALL_FOLDS, TEST, m)));
    for (int path = 0; path < paths.size() && paths.size() > 1; path++) {
      String window = "path-" + path;
      paths.get(path).forEach(m -> rows.add(row(learner, ALL_FOLDS, window, m)));
    }
    for (Split fold : folds) {
      Evaluation.of(stored.fold(fold.fold()), rule, level)
          .metrics()
          .forEach(m -> rows.add(row(learner, fold.fold(), TEST, m)));
    }
  }

  /** Adds what calibration would have done to a path, beside the same rows without it. */
  private void calibrated(String learner, Predictions scored) {
    if (scored.target() instanceof Target.Regression) {
      return;
    }
    OutOfFoldCalibration.method(args.config())
        .flatMap(method -> CalibratedInTime.of(scored, method))
        .ifPresent(
            both -> {
              add(learner, RAW, Evaluation.of(both.raw(), args.tradingRule()));
              add(learner, CALIBRATED, Evaluation.of(both.calibrated(), args.tradingRule()));
            });
  }

  /** Adds how often labels lay where they were said to lie. */
  void add(IntervalRows.Covered covered) {
    Parts.Part part = new Parts.Part(Parts.ALL, Parts.ALL, covered.window());
    covered.metrics().stream()
        .filter(m -> !Double.isNaN(m.value()))
        .forEach(m -> rows.add(row(covered.learner(), covered.fold(), part, m)));
  }

  private void add(String learner, String window, Evaluation evaluation) {
    evaluation.metrics().forEach(m -> rows.add(row(learner, ALL_FOLDS, window, m)));
  }

  /** Each learner's predictions traded; those of the first path where there are several. */
  Map<String, Backtest> traded() {
    return traded;
  }

  /** The learners as they are compared: on the first path where there are several. */
  List<Contestant> contestants() {
    return contestants;
  }

  /** Adds what all trials of the model say of each learner. */
  void judge(TrialLedger ledger) {
    LedgerFigures figures = new LedgerFigures(ledger, args.config().whole("seed"));
    double most = args.tradingRule().periodsPerYear();
    for (String learner : traded.keySet()) {
      figures
          .of(
              ValidationTrial.of(args.config(), learner).id(),
              traded.get(learner).periodsPerYear(most))
          .forEach(
              f ->
                  rows.add(
                      row(
                          learner,
                          ALL_FOLDS,
                          new Parts.Part(Parts.ALL, Parts.ALL, OVERFIT),
                          new MetricValue(f.metric(), f.value(), Double.NaN, Double.NaN, f.n()),
                          f.unit())));
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
    overall.forEach((learner, metrics) -> auc.put(learner, MetricValue.of(metrics, Metric.AUC)));
    auc.values().removeIf(value -> value.isNaN());
    return auc;
  }

  /** Puts them in the place of those that the run wrote before. */
  void write(TableStore store) {
    store.replace(
        Tables.MODEL_METRICS,
        store.rows(Tables.MODEL_METRICS, rows),
        args.mine() + " AND window <> 'live'");
  }

  private Row row(String learner, int fold, String window, MetricValue m) {
    return row(learner, fold, new Parts.Part(Parts.ALL, Parts.ALL, window), m);
  }

  private Row row(String learner, int fold, Parts.Part part, MetricValue m) {
    return row(learner, fold, part, m, unit(m.metric()));
  }

  private static String unit(String metric) {
    return metric.equals(Parts.BREAK_EVEN)
        ? "basis points"
        : RegionMetrics.named(metric)
            .map(RegionMetrics::unit)
            .orElseGet(() -> Metric.of(metric).unit());
  }

  private Row row(String learner, int fold, Parts.Part part, MetricValue m, String unit) {
    return RowFactory.create(
        args.runId(),
        learner,
        fold,
        m.metric(),
        args.config().text("model"),
        null,
        part.instrument(),
        part.regime(),
        part.window(),
        PairRows.defined(m.value()),
        PairRows.defined(m.ciLow()),
        PairRows.defined(m.ciHigh()),
        m.n(),
        unit);
  }
}
