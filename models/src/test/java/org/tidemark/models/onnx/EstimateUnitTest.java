package org.tidemark.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;

/** A difference that is nothing to a price is all there is to a return. */
class EstimateUnitTest {
  private static final Target REAL = new Target.Regression();

  @Test
  void itIsTheDeviationOfTheLabelsOneAtMost() {
    assertThat(EstimateUnit.of(REAL, new float[] {-0.001f, 0.001f})).isCloseTo(1e-3, within(1e-9));
    assertThat(EstimateUnit.of(REAL, new float[] {-100, 100})).isEqualTo(1);
    assertThat(EstimateUnit.of(REAL, new float[] {3, 3, 3})).isEqualTo(1);
    assertThat(EstimateUnit.of(REAL, new float[] {3})).isEqualTo(1);
    assertThat(EstimateUnit.of(new Target.Binary(), new float[] {0, 1})).isEqualTo(1);
  }

  @Test
  void aReturnThatIsOffByAThousandthOfItsSpreadIsAMismatch() {
    float[] expected = {0.0004f, -0.0003f};
    float[] off = {0.0004005f, -0.0003f};
    assertThat(ScoreMatch.of(REAL, expected, off, 1e-6, EstimateUnit.ONE).holds()).isTrue();
    ScoreMatch match = ScoreMatch.of(REAL, expected, off, 1e-6, 5e-4);
    assertThat(match.holds()).isFalse();
    assertThat(match.mismatches()).isEqualTo(1);
    assertThat(match.maxDifference()).isCloseTo(1e-3, within(1e-5));
    // Of a large estimate it is a share, whatever the unit.
    assertThat(ScoreMatch.of(REAL, new float[] {1e6f}, new float[] {1e6f + 0.5f}, 1e-6, 5e-4))
        .matches(ScoreMatch::holds);
    assertThat(
            ScoreMatch.of(new Target.Binary(), new float[] {0.6f}, new float[] {0.6001f}, 1e-3, 1))
        .matches(ScoreMatch::holds);
  }
}
