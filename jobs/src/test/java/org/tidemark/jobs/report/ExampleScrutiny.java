package org.tidemark.jobs.report;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A made-up combinatorial validation of many trials, the same for the same seed. */
final class ExampleScrutiny {
  private static final List<String> LEARNERS = List.of("xgboost", "logistic");
  private static final int FOLDS = 12;
  private static final int PATHS = 9;
  private final Random random;

  private ExampleScrutiny(Random random) {
    this.random = random;
  }

  static Scrutiny of(Random random) {
    ExampleScrutiny made = new ExampleScrutiny(random);
    return new Scrutiny(
        made.inSample(), made.fans(), ledger(), made.choices(), costs(), made.parts());
  }

  private List<MetricValue> inSample() {
    List<MetricValue> values = new ArrayList<>();
    for (int l = 0; l < LEARNERS.size(); l++) {
      for (int fold = 0; fold < FOLDS; fold++) {
        double auc = (l == 0 ? 0.64 - 0.004 * fold : 0.523) + 0.002 * random.nextGaussian();
        double sharpe = (l == 0 ? 9 - 0.3 * fold : 0.8) + 0.5 * random.nextGaussian();
        values.add(new MetricValue(LEARNERS.get(l), "auc", fold, Estimate.of(auc), 50_000));
        values.add(new MetricValue(LEARNERS.get(l), "sharpe", fold, Estimate.of(sharpe), 200));
      }
    }
    return values;
  }

  private List<PathFan> fans() {
    List<PathFan> fans = new ArrayList<>();
    for (int l = 0; l < LEARNERS.size(); l++) {
      List<PathFan.BacktestPath> paths = new ArrayList<>();
      for (int path = 0; path < PATHS; path++) {
        List<TimeValue> points = new ArrayList<>();
        double value = 1;
        Instant time = ExampleReport.START;
        for (int day = 0; day < 300; day++) {
          points.add(new TimeValue(time, value));
          value *= 1 + (l == 0 ? 0.0009 : 0) + 0.008 * random.nextGaussian();
          time = time.plus(Duration.ofDays(4));
        }
        double sharpe = (l == 0 ? 1.8 : 0.2) + 0.4 * random.nextGaussian();
        paths.add(
            new PathFan.BacktestPath(path, new Estimate(sharpe, sharpe - 1, sharpe + 1), points));
      }
      fans.add(new PathFan(LEARNERS.get(l), paths));
    }
    return fans;
  }

  private static List<LedgerFigure> ledger() {
    List<LedgerFigure> figures = new ArrayList<>();
    for (String learner : LEARNERS) {
      double skill = learner.equals("xgboost") ? 1 : 0.4;
      figures.add(new LedgerFigure(learner, "trials", 24, 24));
      figures.add(new LedgerFigure(learner, "effective_trials", 9.4, 24));
      figures.add(new LedgerFigure(learner, "probabilistic_sharpe", 0.6 + 0.39 * skill, 840));
      figures.add(new LedgerFigure(learner, "minimum_track_record", 290 / skill / skill, 840));
      figures.add(new LedgerFigure(learner, "expected_maximum_sharpe", 1.02, 24));
      figures.add(new LedgerFigure(learner, "deflated_sharpe", 0.93 * skill, 24));
      figures.add(new LedgerFigure(learner, "haircut_sharpe", skill - 0.4, 24));
      figures.add(new LedgerFigure(learner, "overfit_probability", 0.21, 24));
      figures.add(new LedgerFigure(learner, "degradation_slope", 0.34, 24));
      figures.add(new LedgerFigure(learner, "superior_ability_p", 0.031, 24));
    }
    return figures;
  }

  private List<TrialChoices> choices() {
    List<Double> logits = new ArrayList<>();
    for (int i = 0; i < 12_870; i++) {
      double rank = Math.max(1, Math.min(24, Math.round(17 + 6 * random.nextGaussian())));
      logits.add(Math.log(rank / (25 - rank)));
    }
    return List.of(
        new TrialChoices("xgboost", 24, 24, 840, logits),
        new TrialChoices("logistic", 24, 24, 840, logits));
  }

  private static List<CostCurve> costs() {
    return List.of(
        new CostCurve(
            "xgboost",
            List.of(
                new CostCurve.Point(0, 0, 4.41, 3.12),
                new CostCurve.Point(1, 5, 1.84, 0.91),
                new CostCurve.Point(2, 10, -0.7, -0.24),
                new CostCurve.Point(4, 20, -5.8, -0.82)),
            8.63),
        new CostCurve(
            "logistic",
            List.of(
                new CostCurve.Point(0, 0, -0.1, -0.03),
                new CostCurve.Point(1, 5, -1.2, -0.31),
                new CostCurve.Point(2, 10, -2.3, -0.52),
                new CostCurve.Point(4, 20, -4.4, -0.77)),
            Double.NaN));
  }

  private List<PartMetric> parts() {
    List<PartMetric> parts = new ArrayList<>();
    for (String regime :
        List.of("volatility-low", "volatility-middle", "volatility-high", "volatility-unknown")) {
      add(parts, PartMetric.Kind.REGIME, regime, 0.004);
    }
    for (String instrument : List.of("BTCUSD.BITFINEX", "ETHUSD.BITFINEX", "LTCUSD.BITFINEX")) {
      add(parts, PartMetric.Kind.INSTRUMENT, instrument, 0.004);
    }
    for (int m = 0; m < 29; m++) {
      add(parts, PartMetric.Kind.MONTH, YearMonth.of(2016, 1).plusMonths(m).toString(), 0.012);
    }
    return parts;
  }

  private void add(List<PartMetric> parts, PartMetric.Kind kind, String part, double spread) {
    for (String learner : LEARNERS) {
      double centre = learner.equals("xgboost") ? 0.53 : 0.51;
      for (String metric : List.of("auc", "sharpe")) {
        boolean auc = metric.equals("auc");
        double half = auc ? spread : 1.4;
        double value = (auc ? centre : 60 * (centre - 0.505)) + half * random.nextGaussian();
        Estimate estimate = new Estimate(value, value - 1.5 * half, value + 1.5 * half);
        parts.add(new PartMetric(kind, part, learner, metric, estimate, 40_000));
      }
    }
  }
}
