package org.tidemark.features.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** The logarithm has StrictMath's bits: for any bits, near 1, near powers of 2, for ratios. */
class LogarithmTest {
  private static void same(double x) {
    long actual = Double.doubleToRawLongBits(Logarithm.of(x));
    if (actual != Double.doubleToRawLongBits(StrictMath.log(x))) {
      assertThat(Logarithm.of(x)).as("ln " + x).isEqualTo(StrictMath.log(x));
    }
  }

  @Test
  void manyNumbers() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          for (int i = 0; i < 50_000; i++) {
            same(Double.longBitsToDouble(random.nextLong()));
            same(1 + random.nextDouble(-1, 1) * Math.scalb(1.0, -random.nextInt(54)));
            same(Math.scalb(1 + random.nextDouble(), random.nextInt(-60, 60)));
            same(random.nextInt(1, 100_000) / (double) random.nextInt(1, 100_000));
          }
        });
  }

  @Test
  void bordersOfTheMethod() {
    for (double x : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1, 2, 0.5}) {
      same(x);
    }
    for (int k = -1074; k <= 1023; k++) {
      for (int high : new int[] {0, 1, 0x6147a, 0x6b851, 0x6a09b, 0x6a09c, 0xffffd, 0xfffff}) {
        double fraction = Double.longBitsToDouble((long) (0x3ff00000 | high) << 32);
        for (double x : new double[] {fraction, Math.nextUp(fraction), Math.nextDown(fraction)}) {
          same(Math.scalb(x, k));
        }
      }
    }
  }
}
