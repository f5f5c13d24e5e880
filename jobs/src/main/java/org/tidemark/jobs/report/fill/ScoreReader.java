package org.tidemark.jobs.report.fill;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.report.Calibration;
import org.tidemark.jobs.report.EquityCurve;
import org.tidemark.jobs.report.TimeValue;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.validate.StoredPredictions;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Backtest;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.split.BacktestPaths;

/**
 * What the stored out-of-fold scores earned and how far they mean what they say. Where rows are
 * scored in several folds it is the first backtest path, which has each row once, and the equity of
 * every path beside it.
 */
final class ScoreReader {
  /**
   * Both figures of every learner.
   *
   * @param equity one curve per learner
   * @param calibrations one per learner; none unless the label has two classes
   * @param paths equity of each backtest path by learner; empty where there is one path
   * @param instruments number of instruments scored
   */
  record Scores(
      List<EquityCurve> equity,
      List<Calibration> calibrations,
      Map<String, List<List<TimeValue>>> paths,
      int instruments) {}

  private static final int CALIBRATION_BINS = 25;

  /** Points of one line of a fan. */
  private static final int FAN_POINTS = 300;

  private final LakeReader lake;

  ScoreReader(LakeReader lake) {
    this.lake = lake;
  }

  /**
   * Reads learner after learner, so that one learner's rows are in memory at a time.
   *
   * @param ranking learners in the order of the page
   * @param folds of the run
   */
  Scores read(List<String> ranking, StoredFolds folds) {
    Target target = TrainingFrame.target(Labeler.parse(lake.args().config().text("label")));
    TradingRule rule = lake.args().tradingRule();
    List<String> stored =
        lake
            .mine(Tables.OOF_PREDICTIONS)
            .select("learner")
            .distinct()
            .orderBy("learner")
            .collectAsList()
            .stream()
            .map(r -> r.getString(0))
            .toList();
    if (stored.isEmpty()) {
      return new Scores(List.of(), List.of(), Map.of(), 0);
    }
    BacktestPaths paths = folds.paths();
    List<String> learners = new ArrayList<>(ranking.stream().filter(stored::contains).toList());
    stored.stream().filter(l -> !learners.contains(l)).forEach(learners::add);
    List<EquityCurve> equity = new ArrayList<>();
    List<Calibration> calibrations = new ArrayList<>();
    Map<String, List<List<TimeValue>>> fans = new LinkedHashMap<>();
    int instruments = 0;
    for (String learner : learners) {
      StoredPredictions scores =
          StoredPredictions.of(lake.store(), lake.args(), learner, target, paths);
      Predictions all = scores.path(0);
      instruments = Math.max(instruments, all.instruments());
      equity.add(curve(learner, all, rule));
      if (target instanceof Target.Binary) {
        calibrations.add(calibration(learner, all));
      }
      for (int path = 0; path < paths.count() && paths.count() > 1; path++) {
        Predictions scored = path == 0 ? all : scores.path(path);
        fans.computeIfAbsent(learner, k -> new ArrayList<>()).add(points(scored, rule, FAN_POINTS));
      }
    }
    return new Scores(equity, calibrations, fans, instruments);
  }

  static EquityCurve curve(String learner, Predictions predictions, TradingRule rule) {
    return new EquityCurve(
        learner,
        rule.costBasisPoints(),
        points(predictions, rule, org.tidemark.models.evaluate.EquityCurve.REPORT_POINTS));
  }

  private static List<TimeValue> points(Predictions predictions, TradingRule rule, int most) {
    var curve = org.tidemark.models.evaluate.EquityCurve.of(Backtest.of(predictions, rule), most);
    List<TimeValue> points = new ArrayList<>();
    points.add(
        new TimeValue(LakeReader.instant(curve.periodEndNanos()[0]).minus(rule.period()), 1));
    for (int i = 0; i < curve.equity().length; i++) {
      points.add(new TimeValue(LakeReader.instant(curve.periodEndNanos()[i]), curve.equity()[i]));
    }
    return points;
  }

  static Calibration calibration(String learner, Predictions predictions) {
    double error =
        org.tidemark.models.evaluate.Calibration.equallyFilled(
                predictions, org.tidemark.models.evaluate.Calibration.STANDARD_BINS)
            .error();
    // Bins of equal width, so that the heights below the curve show where the scores are.
    var drawn = org.tidemark.models.evaluate.Calibration.equallyWide(predictions, CALIBRATION_BINS);
    return new Calibration(
        learner,
        error,
        drawn.bins().stream()
            .map(
                b ->
                    new Calibration.CalibrationBin(
                        b.from(), b.to(), b.n(), b.meanProbability(), b.observedShare()))
            .toList());
  }
}
