package org.tidemark.jobs.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;

/** What an explanation says of where a label lies. */
class ScoreExplanationTest {
  @Test
  void theRuleOfTheFileIsAppliedToTheScore() {
    assertThat(
            ScoreExplanation.where("around:0.9:0.25", new Target.Regression(), new float[] {0.5f}))
        .contains("0.25 to 0.75, to hold 0.9 of labels");
    assertThat(
            ScoreExplanation.where(
                "set:0.8:0.7", new Target.MultiClass(3), new float[] {0.25f, 0.125f, 0.625f}))
        .contains("classes 0,2, to hold 0.8 of labels");
    // A stored score is that of one quantile; the other end is not known from it.
    assertThat(
            ScoreExplanation.where("between:0.9:0.25", new Target.Regression(), new float[] {0.5f}))
        .hasValueSatisfying(
            text -> assertThat(text).contains("between:0.9:0.25", "see models.intervals"));
    assertThat(ScoreExplanation.where("set:0.8:0.7", new Target.Binary(), new float[] {0.75f}))
        .contains("classes 1, to hold 0.8 of labels");
    assertThat(
            ScoreExplanation.where(
                "around:0.9:Infinity", new Target.Regression(), new float[] {0.5f}))
        .isEmpty();
  }
}
