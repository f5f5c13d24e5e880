package org.tidemark.models.overfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Overfitting and data snooping by hand, and what they refuse. */
class OverfitTest {
  /** Two trials that are each good in one half and bad in the other: the choice is always wrong. */
  @Test
  void whatReversesIsOverfit() {
    double[] a = {2, 4, -2, -4};
    double[] b = {-2, -4, 2, 4};
    OverfitProbability result = OverfitProbability.of(new double[][] {a, b}, 2);
    double sharpe = 3 / Math.sqrt(2);
    assertThat(result.probability()).isEqualTo(1);
    assertThat(result.probabilityOfLoss()).isEqualTo(1);
    assertThat(result.inSample()).containsExactly(new double[] {sharpe, sharpe}, within(1e-12));
    assertThat(result.outOfSample())
        .containsExactly(new double[] {-sharpe, -sharpe}, within(1e-12));
    // Worst of two: rank 1 of 3, ln((1/3) / (2/3)).
    assertThat(result.logits()[0]).isCloseTo(-StrictMath.log(2), within(1e-12));
    assertThat(result.slope()).isNaN();
    assertThat(result.dominance()).isEqualTo(Dominance.NONE);
  }

  @Test
  void sixteenBlocksHave12870Choices() {
    double[][] returns = new double[3][64];
    SplittableRandom random = new SplittableRandom(1);
    for (double[] series : returns) {
      Arrays.setAll(series, i -> random.nextGaussian());
    }
    assertThat(OverfitProbability.of(returns, OverfitProbability.STANDARD_BLOCKS).logits())
        .hasSize(12870);
  }

  @Test
  void dominanceByHand() {
    assertThat(Dominance.of(new double[] {3, 1}, new double[] {2, 1}))
        .isEqualTo(Dominance.FIRST_ORDER);
    assertThat(Dominance.of(new double[] {2, 2}, new double[] {3, 1}))
        .isEqualTo(Dominance.SECOND_ORDER);
    assertThat(Dominance.of(new double[] {3, 1}, new double[] {2, 2})).isEqualTo(Dominance.NONE);
    assertThat(Dominance.of(new double[] {2, 1}, new double[] {1, 2})).isEqualTo(Dominance.NONE);
  }

  @Test
  void theBenchmarkItselfIsNotBetter() {
    DataSnooping test = DataSnooping.of(new double[2][40], 200, 1);
    assertThat(test.superior()).isZero();
    assertThat(test.consistentP()).isEqualTo(1);
    assertThat(test.realityCheckP()).isEqualTo(1);
  }

  @Test
  void badInputIsRefusedByName() {
    double[][] two = new double[2][40];
    double[][] uneven = {new double[40], new double[39]};
    double[][] gap = {new double[40], new double[40]};
    gap[1][3] = Double.NaN;
    assertThatThrownBy(() -> OverfitProbability.of(two, 3)).hasMessageContaining("blocks = 3");
    assertThatThrownBy(() -> OverfitProbability.of(two, 22)).hasMessageContaining("blocks = 22");
    assertThatThrownBy(() -> OverfitProbability.of(new double[1][40], 4))
        .hasMessageContaining("1 trials");
    assertThatThrownBy(() -> OverfitProbability.of(new double[2][7], 4))
        .hasMessageContaining("7 periods in 4 blocks");
    assertThatThrownBy(() -> OverfitProbability.of(uneven, 4))
        .hasMessage("trial 1 has 39 periods, trial 0 has 40");
    assertThatThrownBy(() -> OverfitProbability.of(gap, 4))
        .hasMessage("return of trial 1 in period 3 = NaN must be finite");

    assertThatThrownBy(() -> DataSnooping.of(new double[0][], 200, 1))
        .hasMessageContaining("no strategy");
    assertThatThrownBy(() -> DataSnooping.of(new double[1][15], 200, 1))
        .hasMessageContaining("15 periods are too few");
    assertThatThrownBy(() -> DataSnooping.of(uneven, 200, 1))
        .hasMessageContaining("strategy 1 has");
    assertThatThrownBy(() -> DataSnooping.of(gap, 200, 1)).hasMessageContaining("period 3: NaN");
    assertThatThrownBy(() -> DataSnooping.of(two, 99, 1)).hasMessageContaining("draws = 99");
    assertThatThrownBy(() -> DataSnooping.of(two, 41, 200, 1)).hasMessageContaining("41.0");
    double[][] always = new double[1][40];
    Arrays.fill(always[0], 0.1);
    assertThatThrownBy(() -> DataSnooping.of(always, 200, 1))
        .hasMessageContaining("without variance it cannot be tested");
  }
}
