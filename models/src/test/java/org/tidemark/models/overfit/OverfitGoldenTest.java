package org.tidemark.models.overfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.evaluate.GoldenCase;

/** Overfitting statistics against SciPy, NumPy, statsmodels and arch (make_goldens.py). */
class OverfitGoldenTest {
  static Stream<GoldenCase> sharpe() {
    return GoldenCase.read("overfit", "sharpe.txt").stream();
  }

  static Stream<GoldenCase> ledgers() {
    return GoldenCase.read("overfit", "ledger.txt").stream();
  }

  static Stream<GoldenCase> pbo() {
    return GoldenCase.read("overfit", "pbo.txt").stream();
  }

  static Stream<GoldenCase> snooping() {
    return GoldenCase.read("overfit", "snooping.txt").stream();
  }

  static Stream<GoldenCase> arch() {
    return GoldenCase.read("overfit", "arch.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("sharpe")
  void sharpeRatiosOfOneSeries(GoldenCase golden) {
    SharpeRatio ratio = SharpeRatio.of(golden.array("returns"));
    double benchmark = golden.number("benchmark");
    golden.check("sharpe", ratio.perPeriod());
    golden.check("skewness", ratio.skewness());
    golden.check("kurtosis", ratio.kurtosis());
    golden.check("error", ratio.standardError());
    golden.check("probability", ratio.probabilityAbove(benchmark));
    golden.check("track", ratio.minimumTrackRecord(benchmark, 0.95));
  }

  @ParameterizedTest
  @MethodSource("ledgers")
  void whatALedgerLeaves(GoldenCase golden) {
    double[][] returns = golden.rows("returns", "trials");
    List<Trial> trials = new ArrayList<>();
    for (double[] series : returns) {
      trials.add(Trial.of("trial" + trials.size(), series));
    }
    TrialLedger ledger = new TrialLedger(trials);
    String best = "trial" + (int) golden.number("best");
    golden.check("variance", ledger.variance());
    golden.check("effective", ledger.effectiveTrials());
    golden.check("expected", ledger.expectedMaximum());
    DeflatedSharpe deflated = DeflatedSharpe.of(ledger, best);
    golden.check("probability", deflated.probability());
    golden.check("effective_probability", deflated.effectiveProbability());
    HaircutSharpe haircut = HaircutSharpe.of(ledger, best);
    golden.check("p", haircut.pValue());
    check(golden, "bonferroni", haircut.bonferroni());
    check(golden, "holm", haircut.holm());
    check(golden, "yekutieli", haircut.benjaminiYekutieli());
  }

  private static void check(GoldenCase golden, String key, HaircutSharpe.Cut cut) {
    golden.check(key + "_p", cut.pValue());
    golden.check(key, cut.sharpe());
  }

  @ParameterizedTest
  @MethodSource("pbo")
  void backtestsOverfit(GoldenCase golden) {
    OverfitProbability result =
        OverfitProbability.of(golden.rows("returns", "trials"), (int) golden.number("blocks"));
    golden.check("probability", result.probability());
    golden.check("logits", result.logits());
    golden.check("inside", result.inSample());
    golden.check("outside", result.outOfSample());
    golden.check("slope", result.slope());
    golden.check("intercept", result.intercept());
    golden.check("r_squared", result.rSquared());
    golden.check("loss", result.probabilityOfLoss());
    Dominance[] orders = {Dominance.NONE, Dominance.FIRST_ORDER, Dominance.SECOND_ORDER};
    assertThat(result.dominance()).isEqualTo(orders[(int) golden.number("order")]);
  }

  @ParameterizedTest
  @MethodSource("snooping")
  void theBestOfManyWithGivenDraws(GoldenCase golden) {
    double[][] advantages = golden.rows("advantages", "strategies");
    int draws = golden.array("draws").length / advantages[0].length;
    int[][] positions =
        Arrays.stream(golden.rows("draws", draws))
            .map(row -> Arrays.stream(row).mapToInt(at -> (int) at).toArray())
            .toArray(int[][]::new);
    DataSnooping test = DataSnooping.of(advantages, golden.number("block"), positions);
    golden.check("reality", test.realityCheck());
    golden.check("reality_p", test.realityCheckP());
    golden.check("superior", test.superior());
    golden.check("lower", test.lowerP());
    golden.check("consistent", test.consistentP());
    golden.check("upper", test.upperP());
  }

  /** Both draw for themselves, 20000 times: p values differ by at most a percent. */
  @ParameterizedTest
  @MethodSource("arch")
  void theBestOfManyAsArchSaysIt(GoldenCase golden) {
    DataSnooping test =
        DataSnooping.of(golden.rows("advantages", "strategies"), golden.number("block"), 20_000, 7);
    assertThat(test.realityCheckP()).isCloseTo(golden.number("reality_p"), within(0.012));
    assertThat(test.lowerP()).isCloseTo(golden.number("lower"), within(0.012));
    assertThat(test.consistentP()).isCloseTo(golden.number("consistent"), within(0.012));
    assertThat(test.upperP()).isCloseTo(golden.number("upper"), within(0.012));
  }
}
