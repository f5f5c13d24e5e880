package org.tidemark.jobs.report.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.report.Estimate;
import org.tidemark.jobs.report.Header;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/** The verdict says what happened and claims no more than the intervals carry. */
class VerdictTest {
  private static final Decision KEPT = new Decision("d-tree", false, List.of("worse"));

  private static Verdict.Figures figures(Estimate sharpe) {
    return figures(sharpe, 0, Double.NaN);
  }

  private static Verdict.Figures figures(Estimate sharpe, long trials, double deflated) {
    return figures(
        new Verdict.Tested(12_000, 3, 1, Verdict.Learned.BEFORE), sharpe, trials, deflated);
  }

  private static Verdict.Figures figures(
      Verdict.Tested tested, Estimate sharpe, long trials, double deflated) {
    return new Verdict.Figures(
        "d-tree",
        tested,
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

  @Test
  void severalPathsAreNamedAndNoRecordOfEarnings() {
    Verdict.Tested paths = new Verdict.Tested(12_000, 6, 3, Verdict.Learned.AROUND);
    assertThat(sentence(figures(paths, new Estimate(2, 1, 3), 40, 0.97)))
        .contains("on 12,000 rows, each tested by 3 of 6 folds, d-tree has")
        .contains("Sharpe ratio of 2.00 (1.00 to 3.00), means of 3 backtest paths: a gain beyond")
        .endsWith(
            "also as one of 40 trials (deflated Sharpe ratio 0.970 of the first path). Its models"
                + " learned also from what came after their tests, so this compares learners and is"
                + " not what would have been earned.");
    Verdict.Tested kFold = new Verdict.Tested(12_000, 3, 1, Verdict.Learned.AROUND);
    assertThat(sentence(figures(kFold, new Estimate(2, -1, 5), 0, Double.NaN)))
        .contains("on 12,000 rows in 3 folds, ")
        .contains("the interval holds zero. Its models learned also");
  }

  @Test
  void whatWasTestedCountsARowOnce() {
    // Two of three days are tested by each of three folds: every day twice, in two paths.
    List<Split> cpcv = Splitter.parse("cpcv:groups=3,test=2,embargo=PT0S").split(days(30));
    assertThat(Verdict.Tested.of(new StoredFolds(cpcv, counts(3, 20))))
        .isEqualTo(new Verdict.Tested(30, 3, 2, Verdict.Learned.AROUND));
    List<Split> forward = Splitter.parse("anchored:folds=2,train=0.5,embargo=PT0S").split(days(30));
    assertThat(Verdict.Tested.of(new StoredFolds(forward, counts(2, 7))))
        .isEqualTo(new Verdict.Tested(14, 2, 1, Verdict.Learned.BEFORE));
    List<Split> kFold = Splitter.parse("kfold:folds=3,embargo=PT0S").split(days(30));
    assertThat(Verdict.Tested.of(new StoredFolds(kFold, counts(3, 10))))
        .isEqualTo(new Verdict.Tested(30, 3, 1, Verdict.Learned.AROUND));
    assertThat(Verdict.Tested.of(new StoredFolds(List.of(), List.of())).rows()).isZero();
  }

  private static RowTimes days(int rows) {
    long day = 86_400_000_000_000L;
    return SortedRowTimes.of(
        LongStream.range(0, rows).map(i -> i * day).toArray(),
        LongStream.range(0, rows).map(i -> i * day + 1).toArray());
  }

  private static List<FoldCounts> counts(int folds, long tested) {
    return Collections.nCopies(folds, new FoldCounts(1, 0, tested));
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
