package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.testkit.Seeds;

/** A metric by itself is the one that a whole evaluation finds. */
class SingleMetricLawsTest {
  private static final TradingRule RULE =
      TradingRule.aroundTheClock(0.05, 2, Duration.ofMinutes(30));

  private static final List<Target> TARGETS =
      List.of(new Target.Binary(), new Target.MultiClass(3), new Target.Regression());

  /** Some rows at once, some spans that overlap, some gaps. */
  private static Predictions random(Target target, SplittableRandom random) {
    int rows = 60 + random.nextInt(100);
    int width = target.width();
    long[] times = new long[rows];
    long[] ends = new long[rows];
    int[] instruments = new int[rows];
    double[] labels = new double[rows];
    double[] scores = new double[rows * width];
    double[] returns = new double[rows];
    long minute = Duration.ofMinutes(1).toNanos();
    for (int i = 0; i < rows; i++) {
      times[i] = (i == 0 ? 0 : times[i - 1]) + random.nextInt(12) * minute;
      ends[i] = times[i] + (1 + random.nextInt(20)) * minute;
      instruments[i] = random.nextInt(3);
      returns[i] = 0.01 * random.nextGaussian();
      labels[i] =
          target instanceof Target.Regression
              ? returns[i]
              : random.nextInt(target instanceof Target.Binary ? 2 : width);
      double rest = 1;
      for (int k = 0; k < width; k++) {
        double share = width > 1 && k == width - 1 ? rest : random.nextDouble() * rest;
        scores[i * width + k] =
            target instanceof Target.Regression ? 0.1 * random.nextGaussian() : share;
        rest -= share;
      }
    }
    return new Predictions(target, times, ends, instruments, labels, scores, returns);
  }

  @Test
  void isTheMetricOfTheEvaluation() {
    Seeds.forEach(
        10,
        (seed, random) -> {
          for (Target target : TARGETS) {
            Predictions p = random(target, random);
            Evaluation whole = Evaluation.of(p, RULE);
            for (Metric metric : Metric.values()) {
              Optional<MetricValue> found = whole.find(metric);
              if (found.isPresent()) {
                assertThat(SingleMetric.of(metric, p, RULE))
                    .as("%s of %s", metric, target)
                    .isEqualTo(found.get().value());
              } else {
                assertThatThrownBy(() -> SingleMetric.of(metric, p, RULE))
                    .hasMessageContaining("metric " + metric.id() + " does not apply to target");
              }
            }
          }
        });
  }

  @Test
  void theRowsThatAreDecidedMakeTheBacktest() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          for (Target target : TARGETS) {
            Predictions p = random(target, random);
            int[] decided = Backtest.decided(p);
            assertThat(decided.length).isBetween(1, p.rows() - 1);
            assertThat(Backtest.of(p.only(decided), RULE))
                .usingRecursiveComparison()
                .isEqualTo(Backtest.of(p, RULE));
          }
        });
  }
}
