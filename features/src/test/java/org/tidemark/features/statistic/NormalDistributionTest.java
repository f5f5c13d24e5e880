package org.tidemark.features.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The normal distribution function against values of SciPy's {@code norm.cdf}. */
class NormalDistributionTest {
  private static final double[][] VALUES = {
    {-30.0, 4.906713927147908e-198},
    {-8.0, 6.22096057427174e-16},
    {-7.08, 7.207723086467469e-13},
    {-7.07, 7.746684865636453e-13},
    {-5.0, 2.866515718791933e-07},
    {-3.0, 0.0013498980316300933},
    {-1.96, 0.024997895148220435},
    {-1.0, 0.15865525393145707},
    {-0.1, 0.460172162722971},
    {0.0, 0.5},
    {0.1, 0.539827837277029},
    {1.0, 0.8413447460685429},
    {1.96, 0.9750021048517795},
    {3.0, 0.9986501019683699},
    {6.0, 0.9999999990134123},
    {7.5, 0.9999999999999681},
    {9.0, 1.0}
  };

  @Test
  void equalsTheTables() {
    for (double[] pair : VALUES) {
      assertThat(NormalDistribution.below(pair[0]))
          .as("at " + pair[0])
          .isCloseTo(pair[1], Offset.offset(2e-15))
          .isCloseTo(pair[1], Offset.offset(1e-7 * pair[1]));
    }
  }

  @Test
  void isSymmetricAndRises() {
    double before = 0;
    for (double x = -39; x <= 39; x += 0.01) {
      double below = NormalDistribution.below(x);
      assertThat(below).isBetween(before, 1.0);
      assertThat(below + NormalDistribution.below(-x)).isCloseTo(1, Offset.offset(2e-15));
      before = below;
    }
  }
}
