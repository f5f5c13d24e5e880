package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.testkit.Seeds;

/** How metrics hang together, for any predictions. */
class MetricLawsTest {
  private static final TradingRule RULE = TradingRule.aroundTheClock(0, 1, Duration.ofMinutes(20));
  private static final Confidence CONFIDENCE = new Confidence(0.95, 100, 1);

  private static double value(Evaluation e, Metric metric) {
    return e.find(metric).orElseThrow().value();
  }

  private static Predictions classes(SplittableRandom random, int classes, int rows) {
    double[] labels = random.ints(rows, 0, classes).asDoubleStream().toArray();
    double[] scores = new double[rows * classes];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        scores[i * classes + k] = random.nextDouble() + (labels[i] == k ? 0.3 : 0);
        sum += scores[i * classes + k];
      }
      for (int k = 0; k < classes; k++) {
        scores[i * classes + k] /= sum;
      }
    }
    return Samples.minutes(new Target.MultiClass(classes), labels, scores);
  }

  @Test
  void recallWeighedByRowsIsAccuracyAndIntervalsHoldTheirValue() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          Predictions p = classes(random, 3 + random.nextInt(3), 60 + random.nextInt(100));
          Evaluation e = Evaluation.of(p, RULE, CONFIDENCE);
          double sum = 0;
          for (int k = 0; k < p.classes(); k++) {
            int label = k;
            String id = Metric.RECALL.ofClass(k);
            double recall =
                e.metrics().stream().filter(m -> m.metric().equals(id)).findFirst().get().value();
            long n = Arrays.stream(p.labels()).filter(l -> l == label).count();
            sum += n == 0 ? 0 : recall * n / p.rows();
            assertThat(Metric.of(id)).isEqualTo(Metric.RECALL);
          }
          assertThat(sum).isCloseTo(value(e, Metric.ACCURACY), within(1e-12));
          for (MetricValue m : e.metrics()) {
            if (!Double.isNaN(m.ciLow())) {
              assertThat(m.value()).as(m.metric()).isBetween(m.ciLow(), m.ciHigh());
            }
          }
        });
  }

  /** To first order a metric moves by the mean influence: here, leaving out one row in 2000. */
  @Test
  void influenceForetellsWhatLeavingARowOutDoes() {
    Predictions p = classes(new SplittableRandom(8), 3, 2000);
    Estimate all = ClassScoring.weightedF1(p);
    assertThat(Arrays.stream(all.influence()).sum()).isCloseTo(0, within(1e-9));
    for (int row = 0; row < 2000; row += 97) {
      int left = row;
      int[] rest = IntStream.range(0, 2000).filter(i -> i != left).toArray();
      double without = ClassScoring.weightedF1(p.only(rest)).value();
      double foretold = -all.influence()[row] / 1999;
      assertThat(without - all.value()).isCloseTo(foretold, within(2e-6));
    }
  }

  @Test
  void intervalsOfPrecisionAndRecallHoldTheTruth() {
    Predictions vast = Samples.overlapping(98, 1, 300_000, 10, 0.9, 0.1);
    double precision = ClassScoring.precision(vast, 1).value();
    double recall = ClassScoring.recall(vast, 1).value();
    double f1 = ClassScoring.weightedF1(vast).value();
    int sets = 200;
    int[] held = new int[3];
    for (int s = 1; s <= sets; s++) {
      Predictions p = Samples.overlapping(3000 + s, 1, 2000, 10, 0.9, 0.1);
      TimeCells cells = TimeCells.of(p);
      held[0] +=
          holds(cells.interval(Metric.PRECISION, ClassScoring.precision(p, 1), 0.95), precision);
      held[1] += holds(cells.interval(Metric.RECALL, ClassScoring.recall(p, 1), 0.95), recall);
      held[2] += holds(cells.interval(Metric.WEIGHTED_F1, ClassScoring.weightedF1(p), 0.95), f1);
    }
    for (int count : held) {
      assertThat((double) count / sets).isBetween(0.89, 0.99);
    }
  }

  private static int holds(MetricValue value, double truth) {
    return value.ciLow() <= truth && truth <= value.ciHigh() ? 1 : 0;
  }

  @Test
  void calibrationAndTailsAreOrdered() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          Predictions p = Samples.overlapping(seed, 1, 400, 3, 0.5, 0.2);
          Evaluation e = Evaluation.of(p, RULE, CONFIDENCE);
          assertThat(value(e, Metric.MAX_CALIBRATION_ERROR))
              .isGreaterThanOrEqualTo(value(e, Metric.CALIBRATION_ERROR_WIDE));
          assertThat(value(e, Metric.BRIER_RESOLUTION))
              .isLessThanOrEqualTo(value(e, Metric.BRIER_UNCERTAINTY) + 1e-12);
          assertThat(value(e, Metric.EXPECTED_SHORTFALL))
              .isGreaterThanOrEqualTo(value(e, Metric.VALUE_AT_RISK));
          assertThat(value(e, Metric.MAX_DRAWDOWN_LENGTH))
              .isBetween(0.0, (double) e.backtest().periods());
          assertThat(value(e, Metric.MAX_DRAWDOWN_LENGTH) == 0)
              .isEqualTo(value(e, Metric.MAX_DRAWDOWN) == 0);
        });
  }

  @Test
  void tailsOfADrawAreThoseOfItsSortedReturns() {
    Seeds.forEach(
        30,
        (seed, random) -> {
          double[] returns = random.doubles(1 + random.nextInt(60), -0.1, 0.1).toArray();
          int[] order = random.ints(returns.length, 0, returns.length).toArray();
          double[] drawn = Arrays.stream(order).mapToDouble(i -> returns[i]).toArray();
          int[] own = IntStream.range(0, drawn.length).toArray();
          assertThat(new ReturnTails(returns).of(order)).isEqualTo(new ReturnTails(drawn).of(own));
        });
  }
}
