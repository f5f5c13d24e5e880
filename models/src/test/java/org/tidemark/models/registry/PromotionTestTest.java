package org.tidemark.models.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.compare.PairTest;

/** Which p values let a challenger through, and what is said of it. */
class PromotionTestTest {
  private static final PromotionDecision PROMOTE =
      new PromotionDecision.Promote(List.of("The gate is open."));

  /** A test of losses (lower is better) and one of returns, both with the same p value. */
  private static List<PairTest> made(String first, String second, double lead, double holm) {
    return List.of(
        test(first, second, PairTest.Kind.DIEBOLD_MARIANO, 0.7 - lead, 0.7, holm),
        test(first, second, PairTest.Kind.PAIRED_T, lead, 0, holm));
  }

  private static PairTest test(
      String first, String second, PairTest.Kind kind, double mine, double other, double holm) {
    double none = Double.NaN;
    return new PairTest(
        first, second, kind, 40, mine, other, none, none, none, none, holm / 3, holm, holm / 2);
  }

  @ParameterizedTest
  @CsvSource({
    // asked, lead of the challenger, p after Holm, promoted
    "better:diebold-mariano:0.05, 0.01, 0.05, true",
    "better:diebold-mariano:0.05, 0.01, 0.0501, false",
    "better:diebold-mariano:0.05, -0.01, 0.001, false",
    "better:paired-t:0.05, 0.01, 0.001, true",
    "better:paired-t:0.001, 0.01, 0.002, false",
    "not-worse:diebold-mariano:0.05, -0.01, 0.06, true",
    "not-worse:diebold-mariano:0.05, -0.01, 0.04, false",
    "not-worse:paired-t:0.05, 0.01, 0.04, true",
    "not-worse:paired-t:0.05, 0, 1, true",
    "better:paired-t:0.05, 0, 0.01, false",
    "better:diebold-mariano:0.05, 0.01, NaN, false",
    "not-worse:diebold-mariano:0.05, 0.01, NaN, false",
    "better:mann-whitney:0.05, 0.01, 0.01, false",
    "none, -0.01, 0.001, true"
  })
  void theCorrectedPValueDecidesWhicheverStandsFirst(
      String asked, double lead, double holm, boolean promoted) {
    for (List<PairTest> made :
        List.of(made("new", "old", lead, holm), made("old", "new", -lead, holm))) {
      // the loss of "old" as the first is higher by the lead
      PromotionDecision decision =
          PromotionTest.judge(PromotionTest.parse(asked), PROMOTE, "new", "old", made);
      assertThat(decision instanceof PromotionDecision.Promote)
          .as("%s", decision)
          .isEqualTo(promoted);
    }
  }

  @Test
  void everyTestMustHoldAndTheReasonsSayThePValue() {
    List<PromotionTest> both =
        PromotionTest.parse("better:diebold-mariano:0.05, not-worse:paired-t:0.1");
    assertThat(PromotionTest.judge(both, PROMOTE, "new", "old", made("new", "old", 0.01, 0.012)))
        .isEqualTo(
            new PromotionDecision.Promote(
                List.of(
                    "The gate is open.",
                    "new is better than old by diebold-mariano: p = 0.0120 after Holm over 40"
                        + " observations (asked: better at 0.05).",
                    "new is better than old by paired-t: p = 0.0120 after Holm over 40"
                        + " observations (asked: not-worse at 0.1).")));
    assertThat(PromotionTest.judge(both, PROMOTE, "new", "old", made("new", "old", -0.01, 0.3)))
        .isEqualTo(
            new PromotionDecision.Keep(
                List.of(
                    "new is not surely better than old by diebold-mariano: p = 0.3000 after Holm"
                        + " over 40 observations (asked: better at 0.05).")));
    assertThat(PromotionTest.judge(both, PROMOTE, "new", "old", List.of()).reasons())
        .hasSize(2)
        .allMatch(reason -> reason.startsWith("new and old could not be tested by "));
    PromotionDecision keep = new PromotionDecision.Keep(List.of("Shut."));
    assertThat(PromotionTest.judge(both, keep, "new", "old", made("new", "old", 1, 0.001)))
        .isSameAs(keep);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dm:0.05",
        "better:t:0.05",
        "better:paired-t:x",
        "worse:paired-t:0.05",
        "none,"
      })
  void otherTextIsRefusedWithTheForms(String text) {
    assertThatThrownBy(() -> PromotionTest.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("better:diebold-mariano:0.05");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "NaN", "-1"})
  void aLevelIsAChance(String level) {
    assertThatThrownBy(() -> PromotionTest.parse("better:paired-t:" + level))
        .hasMessageContaining("must be above 0 and below 1");
  }
}
