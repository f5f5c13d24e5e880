package org.tidemark.jobs.report.fill;

import java.util.ArrayList;
import java.util.List;
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
 * scored in several folds it is the first backtest path, which has each row once.
 */
final class ScoreReader {
  /**
   * Both figures of every learner.
   *
   * @param equity one curve per learner
   * @param calibrations one per learner; none unless the label has two classes
   * @param instruments number of instruments scored
   */
  record Scores(List<EquityCurve> equity, List<Calibration> calibrations, int instruments) {}

  private static final int CALIBRATION_BINS = 25;

  private final LakeReader lake;

  ScoreReader(LakeReader lake) {
    this.lake = lake;
  }

  /**
   * Reads learner after learner, so that one learner's rows are in memory at a time.
   *
   * @param ranking learners in the order of the page
   */
  Scores read(List<String> ranking) {
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
      return new Scores(List.of(), List.of(), 0);
    }
    BacktestPaths paths = StoredFolds.read(lake.mine(Tables.FOLDS)).paths();
    List<String> learners = new ArrayList<>(ranking.stream().filter(stored::contains).toList());
    stored.stream().filter(l -> !learners.contains(l)).forEach(learners::add);
    List<EquityCurve> equity = new ArrayList<>();
    List<Calibration> calibrations = new ArrayList<>();
    int instruments = 0;
    for (String learner : learners) {
      Predictions all =
          StoredPredictions.of(lake.store(), lake.args(), learner, target, paths).path(0);
      instruments = Math.max(instruments, all.instruments());
      equity.add(curve(learner, all, rule));
      if (target instanceof Target.Binary) {
        calibrations.add(calibration(learner, all));
      }
    }
    return new Scores(equity, calibrations, instruments);
  }

  static EquityCurve curve(String learner, Predictions predictions, TradingRule rule) {
    var curve =
        org.tidemark.models.evaluate.EquityCurve.of(
            Backtest.of(predictions, rule), org.tidemark.models.evaluate.EquityCurve.REPORT_POINTS);
    List<TimeValue> points = new ArrayList<>();
    points.add(
        new TimeValue(LakeReader.instant(curve.periodEndNanos()[0]).minus(rule.period()), 1));
    for (int i = 0; i < curve.equity().length; i++) {
      points.add(new TimeValue(LakeReader.instant(curve.periodEndNanos()[i]), curve.equity()[i]));
    }
    return new EquityCurve(learner, rule.costBasisPoints(), points);
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
