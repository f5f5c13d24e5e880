package org.tidemark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the section of intervals says of coverage that is far off, near, and unknown. */
class IntervalSectionTest {
  private static MetricValue metric(String metric, int fold, Estimate estimate) {
    return new MetricValue("xgboost", metric, fold, estimate, 1_200);
  }

  private static String html(List<MetricValue> metrics) {
    ReportModel full = SmallReport.full();
    ReportModel model =
        new ReportModel(
            full.header(),
            full.coverage(),
            full.folds(),
            metrics,
            full.equity(),
            full.calibrations(),
            full.scrutiny(),
            full.importances(),
            full.drift(),
            full.certificates(),
            full.registry(),
            full.live(),
            full.making());
    Markup out = new Markup();
    new IntervalSection().write(model, Palette.of(model), out);
    return out.toString();
  }

  @Test
  void eachFoldStandsBesideWhatWasWanted() {
    String page =
        html(
            List.of(
                metric("coverage", 0, new Estimate(0.8, 0.75, 0.85)),
                metric("coverage_level", 0, Estimate.of(0.9)),
                metric("interval_width", 0, Estimate.of(0.0025)),
                metric("coverage", MetricValue.OVERALL, new Estimate(0.91, 0.88, 0.94)),
                metric("coverage_level", MetricValue.OVERALL, Estimate.of(0.9)),
                metric("coverage_level", 1, Estimate.of(0.9))));
    assertThat(page)
        .contains("80.0", "90.0", "covers too few", "0.0025", "1,200", "as wanted", "no row had");
  }

  @Test
  void theVerdictIsThatOfTheInterval() {
    assertThat(IntervalSection.verdict(new Estimate(0.95, 0.92, 0.98), 0.9))
        .isEqualTo("covers more than wanted");
    assertThat(IntervalSection.verdict(new Estimate(0.8, 0.7, 0.89), 0.9))
        .isEqualTo("covers too few");
    assertThat(IntervalSection.verdict(new Estimate(0.8, 0.7, 0.9), 0.9)).isEqualTo("as wanted");
    assertThat(IntervalSection.verdict(Estimate.of(0.8), 0.9)).isEqualTo("too few rows to tell");
  }

  @Test
  void withoutIntervalsItSaysSo() {
    assertThat(html(List.of(metric("mae", 0, Estimate.of(1))))).contains("No intervals");
  }
}
