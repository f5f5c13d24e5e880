package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.tidemark.models.compare.ConfidenceSequence.Verdict;

/** Looking after every observation raises no false alarms, and differences are found. */
class PeekingLawsTest {
  private static final double ALPHA = 0.05;
  private static final int TESTS = 1000;
  private static final int LOOKS = 2000;

  /** Share of tests that ever say that the mean is not 0. */
  private static double alarms(
      Supplier<ConfidenceSequence> start, ToDoubleFunction<SplittableRandom> draw) {
    int alarms = 0;
    SplittableRandom random = new SplittableRandom(2024);
    for (int t = 0; t < TESTS; t++) {
      ConfidenceSequence sequence = start.get();
      for (int i = 0; i < LOOKS && sequence.verdict() == Verdict.OPEN; i++) {
        sequence.add(draw.applyAsDouble(random));
      }
      alarms += sequence.verdict() == Verdict.OPEN ? 0 : 1;
    }
    return (double) alarms / TESTS;
  }

  @Test
  void peekingAtASequenceKeepsTheErrorBelowAlpha() {
    assertThat(alarms(() -> new SubGaussianSequence(ALPHA, 1, 500), SplittableRandom::nextGaussian))
        .isLessThanOrEqualTo(ALPHA);
    assertThat(alarms(() -> new SubGaussianSequence(ALPHA, 1, 500), r -> r.nextInt(2) * 2.0 - 1))
        .isLessThanOrEqualTo(ALPHA);
    assertThat(alarms(() -> new BoundedSequence(ALPHA, -1, 1), r -> r.nextInt(3) - 1.0))
        .isLessThanOrEqualTo(ALPHA);
    // Skewed: -0.1 nine times in ten, 0.9 else.
    assertThat(
            alarms(() -> new BoundedSequence(ALPHA, -1, 1), r -> r.nextInt(10) == 0 ? 0.9 : -0.1))
        .isLessThanOrEqualTo(ALPHA);
  }

  /** The reason for all this: a t test looked at after every observation cries wolf. */
  @Test
  void peekingAtATTestDoesNot() {
    int alarms = 0;
    SplittableRandom random = new SplittableRandom(7);
    for (int t = 0; t < 200; t++) {
      double sum = 0;
      double squares = 0;
      boolean alarm = false;
      for (int n = 1; n <= LOOKS && !alarm; n++) {
        double x = random.nextGaussian();
        sum += x;
        squares += x * x;
        double variance = (squares - sum * sum / n) / (n - 1.0);
        alarm = n >= 20 && Math.abs(sum / n) > 1.96 * Math.sqrt(variance / n);
      }
      alarms += alarm ? 1 : 0;
    }
    assertThat(alarms / 200.0).isGreaterThan(0.3);
  }

  @Test
  void differencesAreFound() {
    assertThat(alarms(() -> new SubGaussianSequence(ALPHA, 1, 500), r -> 0.2 + r.nextGaussian()))
        .isGreaterThan(0.99);
    // Means of 0.05 where values lie in [-1, 1] but vary by 0.1 only: the variance is made use of.
    assertThat(
            alarms(
                () -> new BoundedSequence(ALPHA, -1, 1), r -> 0.05 + 0.1 * (2 * r.nextInt(2) - 1)))
        .isGreaterThan(0.99);
  }
}
