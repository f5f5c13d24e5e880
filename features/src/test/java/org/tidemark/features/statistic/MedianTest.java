package org.tidemark.features.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Medians worked by hand. */
class MedianTest {
  @Test
  void ofOddAndEvenNumbersOfValues() {
    double[] odd = {9, 1, 4};
    assertThat(Median.of(odd)).isEqualTo(4);
    assertThat(odd).as("left as they are").containsExactly(9, 1, 4);
    assertThat(Median.of(new double[] {9, 1, 4, 2})).isEqualTo(3);
    assertThat(Median.of(new double[] {7})).isEqualTo(7);
  }

  @Test
  void distanceIsTheMedianOfDistances() {
    // Distances from 4: 5, 3, 0, 2, 1.
    assertThat(Median.distance(new double[] {9, 1, 4, 2, 5}, 4)).isEqualTo(2);
  }
}
