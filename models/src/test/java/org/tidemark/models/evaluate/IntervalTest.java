package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.models.Target;

/** Intervals hold the truth about as often as they say, also where labels overlap. */
class IntervalTest {
  private static final TradingRule RULE = TradingRule.aroundTheClock(0, 1, Duration.ofHours(1));

  @ParameterizedTest
  @CsvSource({
    "1, 3000, 15, 0.0",
    "1, 3000, 15, 0.95",
    "1, 1500, 15, 0.99",
    "3, 2000, 15, 0.95",
    "1, 1500, 1, 0.9",
    "2, 3000, 30, 0.98"
  })
  void withoutSignalTheTruthIsCovered(int instruments, int minutes, int horizon, double memory) {
    int sets = 200;
    int auc = 0;
    int independent = 0;
    for (int seed = 1; seed <= sets; seed++) {
      Predictions p = Samples.overlapping(seed, instruments, minutes, horizon, memory, 0);
      MetricValue value = TimeCells.of(p).interval(Metric.AUC, Scoring.auc(p), 0.95);
      auc += value.ciLow() <= 0.5 && 0.5 <= value.ciHigh() ? 1 : 0;
      double naive = 1.96 / Math.sqrt(3.0 * p.rows());
      independent += Math.abs(value.value() - 0.5) <= naive ? 1 : 0;
    }
    assertThat((double) auc / sets).isBetween(0.90, 0.99);
    if (horizon > 1 && memory > 0.9) { // the reason for cells: rows taken as independent fail
      assertThat((double) independent / sets).isLessThan(0.7);
    }
  }

  @Test
  void withSkillTheTruthIsCoveredToo() {
    Predictions vast = Samples.overlapping(99, 1, 400_000, 10, 0.9, 0.1);
    Map<Metric, Double> truth = figures(vast);
    Map<Metric, Integer> covered = new EnumMap<>(Metric.class);
    int sets = 200;
    for (int seed = 1; seed <= sets; seed++) {
      Predictions p = Samples.overlapping(1000 + seed, 1, 2000, 10, 0.9, 0.1);
      for (Metric metric : truth.keySet()) {
        MetricValue value = TimeCells.of(p).interval(metric, estimate(metric, p), 0.95);
        boolean holds = value.ciLow() <= truth.get(metric) && truth.get(metric) <= value.ciHigh();
        covered.merge(metric, holds ? 1 : 0, Integer::sum);
      }
    }
    assertThat(truth.get(Metric.AUC)).isGreaterThan(0.6);
    covered.forEach(
        (metric, count) -> assertThat((double) count / sets).as(metric.id()).isBetween(0.90, 0.99));
  }

  private static Map<Metric, Double> figures(Predictions p) {
    Map<Metric, Double> out = new EnumMap<>(Metric.class);
    for (Metric metric :
        List.of(Metric.ACCURACY, Metric.AUC, Metric.LOG_LOSS, Metric.BRIER, Metric.F1)) {
      out.put(metric, estimate(metric, p).value());
    }
    return out;
  }

  private static Estimate estimate(Metric metric, Predictions p) {
    return switch (metric) {
      case ACCURACY -> Scoring.accuracy(p);
      case AUC -> Scoring.auc(p);
      case LOG_LOSS -> Scoring.logLoss(p);
      case BRIER -> Scoring.brier(p);
      case F1 -> Scoring.f1(p);
      default -> throw new AssertionError(metric);
    };
  }

  @Test
  void influenceIsWhatARowPulls() {
    Predictions p = Samples.overlapping(5, 1, 300, 3, 0.5, 0.2);
    for (Metric metric : figures(p).keySet()) {
      Estimate whole = estimate(metric, p);
      for (int left = 0; left < 300; left += 37) {
        double without = estimate(metric, without(p, left)).value();
        double jackknife = 299 * (whole.value() - without);
        assertThat(whole.influence()[left])
            .as(metric + " row " + left)
            .isCloseTo(jackknife, within(0.03));
      }
      assertThat(Arrays.stream(whole.influence()).sum()).isCloseTo(0, within(1e-9));
    }
  }

  private static Predictions without(Predictions p, int row) {
    double[] labels = new double[p.rows() - 1];
    double[] scores = new double[p.rows() - 1];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = p.labels()[i < row ? i : i + 1];
      scores[i] = p.scores()[i < row ? i : i + 1];
    }
    return Samples.minutes(new Target.Binary(), labels, scores);
  }

  @Test
  void closedFormIsTheLimitOfDrawing() {
    SplittableRandom random = new SplittableRandom(4);
    double[] series = new double[60];
    for (int i = 1; i < series.length; i++) {
      series[i] = 0.6 * series[i - 1] + random.nextGaussian();
    }
    for (double block : new double[] {1, 4, 12.5}) {
      double sum = 0;
      double squares = 0;
      int draws = 40_000;
      for (int d = 0; d < draws; d++) {
        double mean = 0;
        for (int at : StationaryBootstrap.draw(series.length, block, random)) {
          mean += series[at] / series.length;
        }
        sum += mean;
        squares += mean * mean;
      }
      double variance = squares / draws - (sum / draws) * (sum / draws);
      assertThat(StationaryBootstrap.varianceOfMean(series, block) / variance)
          .isCloseTo(1, within(0.04));
    }
  }

  @Test
  void blocksHaveTheMeanLengthAskedFor() {
    int[] drawn = StationaryBootstrap.draw(100_000, 8, new SplittableRandom(1));
    int breaks = 0;
    for (int i = 1; i < drawn.length; i++) {
      breaks += drawn[i] == (drawn[i - 1] + 1) % drawn.length ? 0 : 1;
    }
    assertThat((double) drawn.length / breaks).isCloseTo(8, within(0.3));
  }

  @Test
  void tradingIntervalsCoverTheMeanReturn() {
    int sets = 120;
    int covered = 0;
    for (int seed = 1; seed <= sets; seed++) {
      Predictions p = Samples.overlapping(seed, 1, 6000, 10, 0.9, 0);
      Evaluation e =
          Evaluation.of(
              p,
              TradingRule.aroundTheClock(0, 0, Duration.ofMinutes(60)),
              new Confidence(0.95, 200, seed));
      MetricValue sharpe = e.find(Metric.SHARPE).orElseThrow();
      covered += sharpe.ciLow() <= 0 && 0 <= sharpe.ciHigh() ? 1 : 0;
    }
    assertThat((double) covered / sets).isBetween(0.88, 0.99);
  }

  @Test
  @Timeout(60)
  void aMillionRowsTakeSeconds() {
    Predictions p = Samples.overlapping(3, 1, 1_000_000, 15, 0.95, 0);
    Evaluation e = Evaluation.of(p, RULE);
    MetricValue auc = e.find(Metric.AUC).orElseThrow();
    assertThat(auc.ciHigh() - auc.ciLow()).isBetween(0.0005, 0.02);
  }

  @Test
  void theSameSeedGivesTheSameBitsAndFewRowsNoInterval() {
    Predictions p = Samples.overlapping(7, 2, 2000, 5, 0.5, 0.1);
    assertThat(Evaluation.of(p, RULE).metrics()).isEqualTo(Evaluation.of(p, RULE).metrics());
    Predictions few = Samples.overlapping(7, 1, 70, 5, 0.5, 0.1);
    assertThat(Evaluation.of(few, RULE).metrics()).allSatisfy(m -> assertThat(m.ciLow()).isNaN());
  }
}
