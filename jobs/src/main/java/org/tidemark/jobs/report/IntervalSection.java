package org.tidemark.jobs.report;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How often labels lay where they were said to lie, fold by fold. */
final class IntervalSection implements Section {
  private static final String COVERAGE = "coverage";
  private static final String LEVEL = "coverage_level";
  private static final String WIDTH = "interval_width";
  private static final String CLASSES = "set_size";

  /** Metrics of this section, which the section of all others leaves out. */
  static final Set<String> METRICS = Set.of(COVERAGE, LEVEL, WIDTH, CLASSES);

  @Override
  public String id() {
    return "intervals";
  }

  @Override
  public String heading() {
    return "Intervals";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    List<MetricValue> levels =
        model.metrics().stream().filter(m -> m.metric().equals(LEVEL)).toList();
    if (levels.isEmpty()) {
      Section.empty(
          out,
          "No intervals: setting interval of this run was none, or no fold had labels before it to"
              + " learn from.");
      return;
    }
    out.element(
        "p",
        "Each fold by a rule learned from labels that had ended before it. Rows of a market are not"
            + " exchangeable: what was covered may lie well off what was wanted, and only what was"
            + " covered counts. Rows without an interval, for which too little was known, are not"
            + " in the table.",
        "class",
        "note");
    Table table =
        new Table("Share of labels that lay where they were said to lie")
            .text("learner", "fold")
            .number("wanted", "covered", "interval of that", "mean size", "rows")
            .text("verdict");
    for (MetricValue level : levels) {
      Optional<MetricValue> covered = at(model, level, COVERAGE);
      Optional<MetricValue> size = at(model, level, WIDTH).or(() -> at(model, level, CLASSES));
      double wanted = level.estimate().value();
      table.row(
          level.learner(),
          level.fold() == MetricValue.OVERALL ? "all" : "" + level.fold(),
          Numbers.percent(wanted, 1),
          covered.map(c -> Numbers.percent(c.estimate().value(), 1)).orElse(Numbers.ABSENT),
          covered.map(c -> Numbers.interval(c.estimate(), 3)).orElse(Numbers.ABSENT),
          size.map(s -> Numbers.plain(s.estimate().value())).orElse(Numbers.ABSENT),
          covered.map(c -> Numbers.count(c.n())).orElse(Numbers.ABSENT),
          covered.map(c -> verdict(c.estimate(), wanted)).orElse("no row had one"));
    }
    table.write(out);
  }

  private static Optional<MetricValue> at(ReportModel model, MetricValue of, String metric) {
    return model.metrics().stream()
        .filter(
            m ->
                m.metric().equals(metric)
                    && m.learner().equals(of.learner())
                    && m.fold() == of.fold())
        .findFirst();
  }

  /** Whether what was covered can be told from what was wanted. */
  static String verdict(Estimate covered, double wanted) {
    if (Double.isNaN(covered.low())) {
      return "too few rows to tell";
    }
    if (covered.high() < wanted) {
      return "covers too few";
    }
    return covered.low() > wanted ? "covers more than wanted" : "as wanted";
  }
}
