package org.tidemark.features.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Minima that are known. */
class NelderMeadTest {
  private static double valley(double[] x) {
    double across = x[1] - x[0] * x[0];
    return 100 * across * across + (1 - x[0]) * (1 - x[0]);
  }

  @Test
  void findsTheEndOfRosenbrocksValley() {
    NelderMead.Result found =
        NelderMead.minimize(NelderMeadTest::valley, new double[] {-1.2, 1}, 0.5, 1e-14, 500);
    assertThat(found.converged()).isTrue();
    assertThat(found.at()[0]).isCloseTo(1, Offset.offset(1e-5));
    assertThat(found.at()[1]).isCloseTo(1, Offset.offset(1e-5));
    assertThat(found.value()).isEqualTo(valley(found.at()));
  }

  @Test
  void findsTheLowestPointOfABowlOfThreeDimensions() {
    NelderMead.Result found =
        NelderMead.minimize(
            x ->
                (x[0] - 1) * (x[0] - 1)
                    + 4 * (x[1] + 2) * (x[1] + 2)
                    + 0.5 * (x[2] - 3) * (x[2] - 3)
                    + 7,
            new double[3],
            1,
            1e-13,
            500);
    assertThat(found.converged()).isTrue();
    assertThat(found.at()).containsExactly(new double[] {1, -2, 3}, Offset.offset(1e-5));
  }

  @Test
  void saysWhenTheLimitCameFirst() {
    NelderMead.Result found =
        NelderMead.minimize(NelderMeadTest::valley, new double[] {-1.2, 1}, 0.5, 1e-14, 20);
    assertThat(found.converged()).isFalse();
    assertThat(found.value()).isLessThan(valley(new double[] {-1.2, 1}));
  }
}
