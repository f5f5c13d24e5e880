package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.models.Target;

/** Decisions of scores: of probabilities around one half, of estimates around 0. */
class ThresholdsTest {
  private static final Thresholds USUAL = Thresholds.ofProbability();

  @ParameterizedTest
  @CsvSource({"0.55,BUY", "0.5499999,HOLD", "0.5,HOLD", "0.45,SELL", "0.45000002,HOLD", "NaN,HOLD"})
  void aProbabilityDecidesFromFiveHundredthsOn(float score, String decision) {
    assertThat(USUAL.decide(new Target.Binary(), new float[] {score})).isEqualTo(decision);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0,HOLD",
    "0.001,HOLD",
    "-0.001,HOLD",
    "0.05,BUY",
    "-0.05,SELL",
    "0.0499,HOLD",
    "-0.0499,HOLD",
    "0.5,BUY",
    "NaN,HOLD"
  })
  void anEstimateOfNoMoveIsNoReasonToSell(float estimate, String decision) {
    assertThat(USUAL.decide(new Target.Regression(), new float[] {estimate})).isEqualTo(decision);
  }

  @Test
  void anotherDistanceMovesBothLimits() {
    Thresholds near = Thresholds.at(0.002);
    assertThat(near.decide(new Target.Regression(), new float[] {0.003f})).isEqualTo("BUY");
    assertThat(near.decide(new Target.Regression(), new float[] {-0.003f})).isEqualTo("SELL");
    assertThat(near.decide(new Target.Binary(), new float[] {0.503f})).isEqualTo("BUY");
    assertThat(Thresholds.at(0.05)).isEqualTo(USUAL);
  }

  @Test
  void classesAreWeighedAgainstEachOther() {
    Target three = new Target.MultiClass(3);
    assertThat(USUAL.decide(three, new float[] {0.2f, 0.4f, 0.4f})).isEqualTo("BUY");
    assertThat(USUAL.decide(three, new float[] {0.3f, 0.4f, 0.3f})).isEqualTo("HOLD");
    assertThat(USUAL.decide(three, new float[] {0.5f, 0.3f, 0.2f})).isEqualTo("SELL");
  }

  @ParameterizedTest
  @CsvSource({"0", "0.5", "-0.1", "NaN"})
  void aDistanceThatSaysNothingIsRefused(double distance) {
    assertThatThrownBy(() -> Thresholds.at(distance))
        .hasMessageContaining("from a distance of " + distance)
        .hasMessageContaining("must be above 0 and below 0.5");
  }
}
