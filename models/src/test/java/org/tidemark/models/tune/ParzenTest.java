package org.tidemark.models.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Densities have probability 1 in all, follow their formula, and their draws follow them. */
class ParzenTest {
  private static Parzen parzen(Space space, double width, double[]... centres) {
    double[] widths = new double[space.parameters().size()];
    Arrays.fill(widths, width);
    double[] weights = new double[centres.length + 1];
    Arrays.fill(weights, 1.0 / weights.length);
    return new Parzen(space, List.of(centres), widths, weights);
  }

  private static double density(Parzen parzen, double... point) {
    return StrictMath.exp(parzen.logDensity(point));
  }

  @Test
  void aLineHasProbabilityOne() {
    Parzen parzen =
        parzen(Space.parse("x=float(0,1)"), 0.05, new double[] {0.01}, new double[] {0.4});
    double sum = 0;
    int steps = 20_000;
    for (int i = 0; i < steps; i++) {
      sum += density(parzen, (i + 0.5) / steps) / steps;
    }
    assertThat(sum).isCloseTo(1, within(1e-7));
  }

  @Test
  void wholeNumbersAndWordsHaveProbabilityOne() {
    Space space = Space.parse("n=logint(1,40),w=choice(a|b|c)");
    double[] centre = space.point(space.read("n=3,w=b"));
    Parzen parzen = parzen(space, 0.2, centre, space.point(space.read("n=40,w=a")));
    double sum = 0;
    for (int n = 1; n <= 40; n++) {
      for (String word : List.of("a", "b", "c")) {
        sum += density(parzen, space.point(space.read("n=" + n + ",w=" + word)));
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  /** By the formula: half a word kernel, half the prior. */
  @Test
  void aKernelKeepsItsWord() {
    Space space = Space.parse("w=choice(a|b|c|d)");
    Parzen parzen = parzen(space, 0.2, space.point(space.read("w=b")));
    double kept = 1 - 0.2 + 0.2 / 4;
    assertThat(density(parzen, space.point(space.read("w=b"))))
        .isCloseTo(kept / 2 + 0.25 / 2, within(1e-12));
    assertThat(density(parzen, space.point(space.read("w=a"))))
        .isCloseTo(0.05 / 2 + 0.25 / 2, within(1e-12));
  }

  /** A branch that a point lacks is uniform there, so every branch has its own probability. */
  @Test
  void conditionalSpacesHaveProbabilityOne() {
    Space space = Space.parse("k=choice(a|b),n=int(1,5)@k=a,m=int(1,3)@k=b");
    Parzen parzen =
        parzen(space, 0.3, space.point(space.read("k=a,n=2")), space.point(space.read("k=b,m=3")));
    double sum = 0;
    for (int n = 1; n <= 5; n++) {
      sum += density(parzen, space.point(space.read("k=a,n=" + n)));
    }
    for (int m = 1; m <= 3; m++) {
      sum += density(parzen, space.point(space.read("k=b,m=" + m)));
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  @Test
  void drawsFollowTheDensity() {
    Space space = Space.parse("n=int(1,6)");
    Parzen parzen = parzen(space, 0.25, space.point(space.read("n=2")));
    int[] counts = new int[7];
    Draws draws = new Draws(3, 0);
    int all = 100_000;
    for (int i = 0; i < all; i++) {
      counts[(int) space.at(parzen.draw(draws)).number("n")]++;
    }
    for (int n = 1; n <= 6; n++) {
      double expected = density(parzen, space.point(space.read("n=" + n)));
      assertThat((double) counts[n] / all).isCloseTo(expected, within(0.006));
    }
  }
}
