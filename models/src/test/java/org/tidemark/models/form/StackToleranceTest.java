package org.tidemark.models.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** A stack allows what it makes of its members' errors, and no score of it is further off. */
class StackToleranceTest {
  private static final double MEMBER = 1e-6;

  private static TreeEnsemble member() {
    return new TreeEnsemble(1, List.of(0f), List.of(), Link.SIGMOID);
  }

  private static EnsembleForm stack(LinearForm over) {
    return new EnsembleForm(List.of(member(), member()), new Combiner.Stack(2, over));
  }

  private static LinearForm over(double first, double second, Link link) {
    return new LinearForm(
        new double[] {0.5, 0.5},
        new double[] {0.01, 0.1},
        new double[][] {{first, second}},
        new double[1],
        link);
  }

  @Test
  void coefficientsOverDeviationsMultiplyTolerances() {
    assertThat(stack(over(2, -3, Link.SIGMOID)).tolerance())
        .isCloseTo(MEMBER * (2 / 0.01 + 3 / 0.1) / 4, within(1e-15));
    assertThat(stack(over(0.001, 0, Link.SIGMOID)).tolerance()).isEqualTo(MEMBER);
    EnsembleForm mean = new EnsembleForm(List.of(member(), member()), Combiner.equal(2));
    assertThat(mean.tolerance()).isEqualTo(MEMBER);
  }

  @Test
  void noScoreIsFurtherOffThanAllowed() {
    Seeds.forEach(
        50,
        (seed, random) -> {
          LinearForm over = over(random.nextDouble(-5, 5), random.nextDouble(-5, 5), Link.SIGMOID);
          Combiner.Stack stack = new Combiner.Stack(2, over);
          double error = 1e-3;
          double allowed = stack.passedOn(new double[] {error, error});
          float[] scores = {random.nextFloat(), random.nextFloat()};
          float[] off = {
            scores[0] + (random.nextBoolean() ? 1 : -1) * (float) error,
            scores[1] + (random.nextBoolean() ? 1 : -1) * (float) error
          };
          float[] out = new float[2];
          stack.combine(scores, 0, 1, out, 0);
          stack.combine(off, 0, 1, out, 1);
          assertThat((double) Math.abs(out[0] - out[1])).isLessThan(allowed * 1.001 + 1e-6);
        });
  }
}
