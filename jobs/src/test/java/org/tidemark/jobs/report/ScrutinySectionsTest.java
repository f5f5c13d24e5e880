package org.tidemark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the sections that doubt a result say, on figures made by hand. */
class ScrutinySectionsTest {
  private static String page() {
    return ReportWriter.html(new ExampleReport(7).model());
  }

  @Test
  void aCombinatorialRunShowsItsFanAndItsLogits() {
    String html = page();
    assertThat(html)
        .contains("Equity of every backtest path of xgboost", "line fan c0", "line fan c1")
        .contains("the returns are those of the first backtest path")
        .contains("of 12,870 ways to halve 840 periods, the best of 24 trials on one half")
        .contains("xgboost gains up to a cost of 8.63 bp, 1.7 times the stated one.")
        .contains("logistic loses even without cost.", "xgboost, 2016-01:", "volatility-unknown")
        .doesNotContain("trials by now");
    assertThat(html.split("Logits of the choice among trials</title>", -1))
        .as("learners that are compared with each other share one histogram")
        .hasSize(2);
  }

  @Test
  void oneTrialAndOnePathSayWhyThereIsNothingToDraw() {
    assertThat(ReportWriter.html(SmallReport.full()))
        .contains("No fan of paths: the split tests every row once")
        .contains("tree: no histogram of logits: there is one trial, and a choice needs two.")
        .doesNotContain("luck-logits", "paths-0");
    assertThat(LuckSection.why(new TrialChoices("a", 5, 1, 40, List.of())))
        .isEqualTo("none of the other 4 trials has as many periods, 40");
    assertThat(LuckSection.why(new TrialChoices("a", 5, 2, 3, List.of())))
        .isEqualTo("3 periods are too few to be halved in several ways");
    assertThat(LuckSection.why(new TrialChoices("a", 5, 0, 0, List.of())))
        .isEqualTo("its trial has no returns");
    assertThatThrownBy(() -> new PathFan("a", List.of()))
        .hasMessageContaining("a fan of 0 paths for a; give two or more");
  }

  @Test
  void aLogitOfZeroCountsAsOverfitAndStandsLeftOfZero() {
    List<Double> logits = List.of(-2.0, -0.1, 0.0, 0.1, 2.0);
    assertThat(new TrialChoices("a", 3, 3, 40, logits).overfitProbability())
        .isCloseTo(0.6, within(1e-12));
    double[] shares = SvgHistogram.shares(logits, 2);
    assertThat(shares[0]).isCloseTo(0.2, within(1e-12));
    assertThat(shares[9]).isCloseTo(0.4, within(1e-12));
    assertThat(shares[10]).isCloseTo(0.2, within(1e-12));
    assertThat(shares[19]).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void costIsPutInWords() {
    assertThat(words(0.2, 0.1, 4.5))
        .isEqualTo("gains up to a cost of 4.50 bp, 1.8 times the stated one");
    assertThat(words(0.2, 0.1, Double.NaN)).isEqualTo("gains at every cost");
    assertThat(words(0.2, -0.1, 1.5))
        .isEqualTo("gains up to a cost of 1.50 bp only: the stated cost takes all of it");
    assertThat(words(-0.2, -0.3, Double.NaN)).isEqualTo("loses even without cost");
    assertThat(words(0, 0, Double.NaN)).isEqualTo("gains nothing and loses nothing without cost");
    assertThat(CostSection.words(new CostCurve("a", List.of(new CostCurve.Point(0, 0, 1, 0.1)), 3)))
        .isEqualTo("gains up to a cost of 3.00 bp; no cost was stated");
  }

  @Test
  void figuresOlderThanTheLedgerSaySo() {
    ReportModel f = SmallReport.full();
    Scrutiny s = f.scrutiny();
    List<TrialChoices> now = List.of(new TrialChoices("tree", 2, 1, 40, List.of()));
    ReportModel later =
        new ReportModel(
            f.header(),
            f.coverage(),
            f.folds(),
            f.metrics(),
            f.equity(),
            f.calibrations(),
            new Scrutiny(s.inSample(), s.fans(), s.ledger(), now, s.costs(), s.parts()),
            f.importances(),
            f.drift(),
            f.certificates(),
            f.registry(),
            f.live(),
            f.making());
    assertThat(ReportWriter.html(later)).contains("The ledger has 2 trials by now;");
  }

  private static String words(double free, double stated, double even) {
    return CostSection.words(
        new CostCurve(
            "a",
            List.of(new CostCurve.Point(0, 0, 1, free), new CostCurve.Point(1, 2.5, 1, stated)),
            even));
  }

  @Test
  void aMonthIsShadedByItsWholeInterval() {
    assertThat(PartSection.Shade.of(new Estimate(0.6, 0.51, 0.7), 0.5))
        .isEqualTo(PartSection.Shade.SURELY_ABOVE);
    assertThat(PartSection.Shade.of(new Estimate(0.6, 0.49, 0.7), 0.5))
        .isEqualTo(PartSection.Shade.ABOVE);
    assertThat(PartSection.Shade.of(Estimate.of(0.5), 0.5)).isEqualTo(PartSection.Shade.BELOW);
    assertThat(PartSection.Shade.of(new Estimate(0.4, 0.3, 0.49), 0.5))
        .isEqualTo(PartSection.Shade.SURELY_BELOW);
    assertThat(PartSection.Shade.of(Estimate.of(Double.NaN), 0.5))
        .isEqualTo(PartSection.Shade.UNKNOWN);
  }

  @Test
  void meansAreOverFoldsThatHaveTheFigure() {
    List<MetricValue> values =
        List.of(
            new MetricValue("a", "auc", 0, Estimate.of(0.6), 1),
            new MetricValue("a", "auc", 1, Estimate.of(0.7), 1),
            new MetricValue("a", "auc", 2, Estimate.of(Double.NaN), 1),
            new MetricValue("a", "auc", MetricValue.OVERALL, Estimate.of(0.1), 1),
            new MetricValue("b", "auc", 0, Estimate.of(0.9), 1));
    assertThat(InSampleSection.mean(values, "a", "auc")).isCloseTo(0.65, within(1e-12));
    assertThat(InSampleSection.mean(values, "a", "sharpe")).isNaN();
    assertThat(PathSection.quantile(new double[] {1, 2, 4, 8}, 0.5)).isEqualTo(3);
    assertThat(PathSection.quantile(new double[] {1, 2, 4}, 0.5)).isEqualTo(2);
    assertThat(PathSection.quantile(new double[0], 0.5)).isNaN();
  }
}
