package org.tidemark.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;

/** The score by which learners are ranked. */
class ComparisonTest {
  /** A model that gives each of K classes 1 / K has the log loss ln K = -ln(1 / K). */
  @Test
  void knowingNothingIsZeroWhateverTheNumberOfClasses() {
    for (int classes = 3; classes <= 5; classes++) {
      double guess = -StrictMath.log(1.0 / classes);
      assertThat(Comparison.composite(guess, new Target.MultiClass(classes)))
          .isEqualTo(0, within(1e-12));
    }
    assertThat(Comparison.composite(-StrictMath.log(0.5), new Target.Binary()))
        .isEqualTo(0, within(1e-12));
    assertThat(Comparison.composite(0, new Target.MultiClass(3))).isEqualTo(1);
    assertThat(Comparison.composite(Double.NaN, new Target.Regression())).isNaN();
  }
}
