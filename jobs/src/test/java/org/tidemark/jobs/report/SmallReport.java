package org.tidemark.jobs.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The smallest runs a report can be made of: one with a little of everything, and one with nothing.
 */
final class SmallReport {
  static final Instant T = Instant.parse("2020-01-01T00:00:00Z");

  /** One walk-forward fold and one trial: no fan and no logits. */
  private static final Scrutiny SCRUTINY =
      new Scrutiny(
          List.of(new MetricValue("tree", "auc", 0, new Estimate(0.75, 0.7, 0.8), 600)),
          List.of(),
          List.of(
              new LedgerFigure("tree", "trials", 1, 1),
              new LedgerFigure("tree", "probabilistic_sharpe", 0.9, 40),
              new LedgerFigure("tree", "deflated_sharpe", 0.9, 1)),
          List.of(new TrialChoices("tree", 1, 1, 40, List.of())),
          List.of(
              new CostCurve(
                  "tree",
                  List.of(
                      new CostCurve.Point(0, 0, 2, 0.2),
                      new CostCurve.Point(1, 2.5, 1.5, 0.1),
                      new CostCurve.Point(2, 5, -0.1, -0.01)),
                  4.5)),
          List.of(
              new PartMetric(
                  PartMetric.Kind.REGIME,
                  "volatility-low",
                  "tree",
                  "auc",
                  new Estimate(0.53, 0.51, 0.55),
                  100),
              new PartMetric(
                  PartMetric.Kind.INSTRUMENT, "X&Y", "tree", "auc", Estimate.of(0.53), 100),
              new PartMetric(
                  PartMetric.Kind.MONTH,
                  "2020-01",
                  "tree",
                  "auc",
                  new Estimate(0.53, 0.51, 0.55),
                  100)));

  private SmallReport() {}

  static ReportModel full() {
    return withMetrics(
        List.of(
            new MetricValue("tree", "auc", 0, new Estimate(0.55, 0.5, 0.6), 100),
            new MetricValue(
                "tree", "auc", MetricValue.OVERALL, new Estimate(0.53, 0.51, 0.55), 100),
            new MetricValue("tree", "sharpe", 0, Estimate.of(Double.NaN), 100)));
  }

  static ReportModel withMetrics(List<MetricValue> metrics) {
    Instant end = T.plus(Duration.ofDays(2));
    return new ReportModel(
        header("tree-1 is promoted: AUC 0.53 <over> \"coin\" & cost."),
        new Coverage(
            1000,
            990,
            List.of(
                new Coverage.InstrumentCoverage(
                    "X&Y",
                    T,
                    end,
                    990,
                    2881,
                    990,
                    Duration.ofMinutes(95),
                    Optional.of(T),
                    List.of(new TimeValue(T, 1), new TimeValue(T.plus(Duration.ofDays(1)), 0.5)))),
            List.of(new ReasonCount("a.csv", "not-a-number", 10)),
            List.of(new Coverage.QualityIssue("X&Y", "gap", "warning", 1, "one gap"))),
        List.of(
            new Fold(
                0,
                List.of(
                    new Fold.Span(Fold.Use.TRAIN, T, T.plus(Duration.ofHours(23))),
                    new Fold.Span(
                        Fold.Use.PURGE, T.plus(Duration.ofHours(23)), T.plus(Duration.ofHours(24))),
                    new Fold.Span(Fold.Use.TEST, T.plus(Duration.ofHours(24)), end)),
                600,
                60,
                100)),
        metrics,
        List.of(
            new EquityCurve(
                "tree",
                2.5,
                List.of(
                    new TimeValue(T, 1),
                    new TimeValue(T.plusSeconds(3600), 1.2),
                    new TimeValue(T.plusSeconds(7200), 0.9),
                    new TimeValue(end, 1.1)))),
        List.of(
            new Calibration(
                "tree",
                0.02,
                List.of(
                    new Calibration.CalibrationBin(0.4, 0.5, 60, 0.46, 0.45),
                    new Calibration.CalibrationBin(0.5, 0.6, 40, 0.55, 0.6),
                    new Calibration.CalibrationBin(0.6, 0.7, 0, Double.NaN, Double.NaN)))),
        SCRUTINY,
        List.of(
            new Importance(
                "tree",
                "gain",
                "mean gain",
                List.of(
                    new Importance.FeatureScore("rsi", Estimate.of(2)),
                    new Importance.FeatureScore("atr", new Estimate(5, 4, 6))))),
        List.of(
            new FeatureDrift("rsi", "X&Y", 0.05, 0.1, 0.25, 600, 100),
            new FeatureDrift("atr", "X&Y", 0.27, Double.NaN, 0.25, 600, 100)),
        List.of(
            new Certificate(
                "tree-1", "tree", 100, 0, 1.2e-7, Certificate.Outcome.HOLDS, "ab".repeat(32))),
        List.of(
            new RegistryEntry(
                "tree-1",
                "tree",
                List.of("champion"),
                end,
                "run-1",
                new Estimate(0.53, 0.51, 0.55),
                "first")),
        new Live(
            List.of(new Live.LiveScores("X&Y", "tree-1", 5, T, end, 0.5, 0.4, 3, Double.NaN)),
            List.of(
                new Live.Parity("live", LocalDate.parse("2020-01-01"), "different", 5, 2, 1, 0, 3)),
            List.of(new ReasonCount("X&Y", "too-late", 1))),
        new Making(
            List.of(new Making.Command("The run", "./tidemark run nightly --lake 'my lake'")),
            List.of(new Making.TableVersion("market.bars", 3, 990)),
            List.of(new Making.TaskRun("ingest", "done", 75)),
            List.of(new Making.Fact("seed", "42"))));
  }

  static ReportModel empty() {
    Header header =
        new Header(
            "lake",
            "run-0",
            LocalDate.parse("2020-01-03"),
            T,
            Header.Verdict.NO_MODEL,
            "There was no data.",
            List.of(),
            List.of(),
            0,
            0,
            0);
    return new ReportModel(
        header,
        new Coverage(0, 0, List.of(), List.of(), List.of()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Scrutiny.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new Live(List.of(), List.of(), List.of()),
        new Making(List.of(), List.of(), List.of(), List.of()));
  }

  private static Header header(String sentence) {
    return new Header(
        "lake",
        "run-1",
        LocalDate.parse("2020-01-03"),
        Instant.parse("2020-01-03T01:02:03Z"),
        Header.Verdict.PROMOTED,
        sentence,
        List.of("The AUC interval begins at 0.51."),
        List.of(new Header.LearnerResult("tree", new Estimate(0.53, 0.51, 0.55), Estimate.of(1.5))),
        760,
        1,
        1);
  }
}
