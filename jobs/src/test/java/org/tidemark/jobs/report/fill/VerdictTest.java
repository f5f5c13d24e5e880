package org.tidemark.jobs.report.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.Header;

/** The verdict says what happened and claims no more than the intervals carry. */
class VerdictTest {
  private static final Decision KEPT = new Decision("d-tree", false, List.of("worse"));

  private static Verdict.Figures figures(Estimate sharpe) {
    return figures(sharpe, 0, Double.NaN);
  }

  private static Verdict.Figures figures(Estimate sharpe, long trials, double deflated) {
    return new Verdict.Figures(
        "d-tree",
        12_000,
        3,
        new Estimate(0.53125, 0.52, 0.54),
        Estimate.of(0.6911),
        "linear",
        Estimate.of(0.525),
        Estimate.of(0.692),
        2,
        1,
        sharpe,
        Estimate.of(-0.123),
        trials,
        deflated);
  }

  @Test
  void aPromotedChallengerIsNamedWithItsFiguresAndThoseOfItsRivals() {
    Verdict verdict =
        Verdict.of(
            Optional.of(new Decision("d-tree", true, List.of())),
            Optional.of("d-tree"),
            List.of(),
            Optional.of(figures(new Estimate(-2, -3, -1))));
    assertThat(verdict.outcome()).isEqualTo(Header.Verdict.PROMOTED);
    assertThat(verdict.sentence())
        .startsWith("d-tree is the champion now.")
        .contains("12,000 rows in 3 folds")
        .contains("AUC of 0.5313 (95 % interval 0.5200 to 0.5400)")
        .contains("the baseline linear has 0.5250 and 0.69200, guessing has 0.5 and 0.69315")
        .contains("1 basis point per unit of turnover it returned −12.3 %")
        .endsWith("Sharpe ratio of −2.00 (−3.00 to −1.00): a loss, and not by bad luck alone.");
  }

  @Test
  void onlyAnIntervalAboveZeroCountsAsGain() {
    assertThat(sentence(new Estimate(2, 1, 3))).contains("a gain beyond what luck explains");
    assertThat(sentence(new Estimate(2, -1, 5))).contains("too uncertain to tell from luck");
    assertThat(sentence(Estimate.of(2))).contains("too few periods to tell skill from luck");
    assertThat(sentence(Estimate.of(Double.NaN))).contains("took no position");
  }

  @Test
  void aGainCountsOnlyAgainstAllThatWasTried() {
    Estimate sharpe = new Estimate(2, 1, 3);
    assertThat(sentence(figures(sharpe))).endsWith("if nothing else was tried.");
    assertThat(sentence(figures(sharpe, 1, 0.97)))
        .endsWith("also as the only trial (deflated Sharpe ratio 0.970).");
    assertThat(sentence(figures(sharpe, 40, 0.9499)))
        .endsWith(
            "no edge is shown, as the best of 40 may well reach that without skill"
                + " (deflated Sharpe ratio 0.949).");
  }

  private static String sentence(Estimate sharpe) {
    return sentence(figures(sharpe));
  }

  private static String sentence(Verdict.Figures figures) {
    return Verdict.of(Optional.of(KEPT), Optional.empty(), List.of(), Optional.of(figures))
        .sentence();
  }

  @Test
  void withoutPromotionTheChampionStaysOrThereIsNone() {
    Verdict kept =
        Verdict.of(Optional.of(KEPT), Optional.of("c-tree"), List.of(), Optional.empty());
    assertThat(kept.outcome()).isEqualTo(Header.Verdict.KEPT_CHAMPION);
    assertThat(kept.sentence()).isEqualTo("c-tree stays champion; d-tree was not promoted.");
    Verdict none = Verdict.of(Optional.of(KEPT), Optional.empty(), List.of(), Optional.empty());
    assertThat(none.outcome()).isEqualTo(Header.Verdict.NO_MODEL);
    assertThat(none.sentence()).isEqualTo("d-tree was not promoted, and there is no champion.");
  }

  @Test
  void aRunThatDecidedNothingSaysWhatIsMissing() {
    Verdict verdict =
        Verdict.of(
            Optional.empty(), Optional.empty(), List.of("train", "register"), Optional.empty());
    assertThat(verdict.outcome()).isEqualTo(Header.Verdict.NO_MODEL);
    assertThat(verdict.sentence())
        .isEqualTo(
            "This run decided nothing: its log has no record of train, register. There is no champion.");
  }
}
