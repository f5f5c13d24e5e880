package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.evaluate.GoldenCase;

/** Tests, effect sizes and sequences against SciPy, statsmodels and NumPy (make_goldens.py). */
class CompareGoldenTest {
  static Stream<GoldenCase> means() {
    return GoldenCase.read("compare", "means.txt").stream();
  }

  static Stream<GoldenCase> ranks() {
    return GoldenCase.read("compare", "ranks.txt").stream();
  }

  static Stream<GoldenCase> forecasts() {
    return GoldenCase.read("compare", "forecasts.txt").stream();
  }

  static Stream<GoldenCase> adjusted() {
    return GoldenCase.read("compare", "adjusted.txt").stream();
  }

  static Stream<GoldenCase> sequences() {
    return GoldenCase.read("compare", "sequences.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("means")
  void meansAreCompared(GoldenCase golden) {
    double[] a = golden.array("first");
    double[] b = golden.array("second");
    TTest welch = TTest.welch(a, b);
    golden.check("welch", welch.statistic());
    golden.check("welch_p", welch.pValue());
    golden.check("welch_df", welch.degreesOfFreedom());
    golden.check("welch_half", welch.halfWidth(0.95));
    golden.check("cohens_d", EffectSize.cohensD(a, b));
    if (a.length == b.length) {
      TTest paired = TTest.paired(a, b);
      golden.check("paired", paired.statistic());
      golden.check("paired_p", paired.pValue());
      golden.check("paired_half", paired.halfWidth(0.9));
    }
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void ranksAreCompared(GoldenCase golden) {
    double[] a = golden.array("first");
    double[] b = golden.array("second");
    MannWhitney test = MannWhitney.of(a, b);
    golden.check("u", test.u());
    golden.check("p", test.pValue());
    assertThat(test.method() == MannWhitney.Method.EXACT).isEqualTo(golden.number("exact") == 1);
    golden.check("delta", EffectSize.cliffsDelta(a, b));
  }

  @ParameterizedTest
  @MethodSource("forecasts")
  void forecastsAreCompared(GoldenCase golden) {
    DieboldMariano test =
        DieboldMariano.of(
            golden.array("first"),
            golden.array("second"),
            (int) golden.number("horizon"),
            (int) golden.number("lags"));
    golden.check("long_run", test.longRunVariance());
    golden.check("statistic", test.statistic());
    golden.check("p", test.pValue());
  }

  @ParameterizedTest
  @MethodSource("adjusted")
  void pValuesAreCorrected(GoldenCase golden) {
    double[] p = golden.array("p");
    golden.check("bonferroni", AdjustedP.bonferroni(p));
    golden.check("holm", AdjustedP.holm(p));
    golden.check("hochberg", AdjustedP.benjaminiHochberg(p));
    golden.check("yekutieli", AdjustedP.benjaminiYekutieli(p));
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void sequencesNarrow(GoldenCase golden) {
    double[] x = golden.array("x");
    double alpha = golden.number("alpha");
    ConfidenceSequence sequence =
        golden.name().startsWith("normal")
            ? new SubGaussianSequence(alpha, golden.number("sigma"), (long) golden.number("best"))
            : new BoundedSequence(alpha, golden.number("lowest"), golden.number("highest"));
    double[] low = new double[x.length];
    double[] high = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      sequence.add(x[i]);
      low[i] = sequence.low();
      high[i] = sequence.high();
    }
    golden.check("low", low);
    golden.check("high", high);
    golden.check("p", sequence.pValue());
    assertThat(sequence.verdict())
        .isEqualTo(
            golden.name().endsWith("null")
                ? ConfidenceSequence.Verdict.OPEN
                : ConfidenceSequence.Verdict.ABOVE);
  }
}
