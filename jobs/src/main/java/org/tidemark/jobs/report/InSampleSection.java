package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** How much of what a model knows of its own training rows is left on rows it has not seen. */
final class InSampleSection implements Section {
  /** Rows of a picture; with more folds only the means are drawn. */
  private static final int MOST_ROWS = 40;

  private static final List<String> SHOWN = List.of("auc", "sharpe", "log_loss", "rmse");

  @Override
  public String id() {
    return "in-sample";
  }

  @Override
  public String heading() {
    return "In sample and out of sample";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    List<MetricValue> inSample = model.scrutiny().inSample();
    if (inSample.isEmpty()) {
      Section.empty(
          out,
          "No in-sample figures: this run has measured no fold's model on rows that it was fitted on.");
      return;
    }
    List<String> learners =
        palette.learners().stream()
            .filter(l -> inSample.stream().anyMatch(m -> m.learner().equals(l)))
            .toList();
    List<String> metrics =
        SHOWN.stream().filter(s -> inSample.stream().anyMatch(m -> m.metric().equals(s))).toList();
    palette.legend(out, learners);
    out.element(
        "p",
        "Rings are each fold's model on rows that it was fitted on, marks the same model on its test rows. A long line is learning by heart: only the marks say what a model is worth.",
        "class",
        "note");
    out.open("div", "class", "pair");
    for (String metric : metrics.subList(0, Math.min(2, metrics.size()))) {
      picture(model, palette, learners, metric, out);
    }
    out.close("div");
    Table table =
        new Table("Means over the folds")
            .text("metric", "learner")
            .number("in sample", "out of sample", "difference", "folds");
    for (String metric : metrics) {
      for (String learner : learners) {
        double in = mean(inSample, learner, metric);
        double tested = mean(model.metrics(), learner, metric);
        int decimals = MetricStyle.of(metric).decimals();
        table.row(
            MetricStyle.of(metric).label(),
            learner,
            Numbers.fixed(in, decimals),
            Numbers.fixed(tested, decimals),
            Numbers.fixed(tested - in, decimals),
            Numbers.count(known(inSample, learner, metric).count()));
      }
    }
    table.write(out);
  }

  private void picture(
      ReportModel model, Palette palette, List<String> learners, String metric, Markup out) {
    MetricStyle style = MetricStyle.of(metric);
    List<Integer> folds =
        List.copyOf(
            new TreeSet<>(model.scrutiny().inSample().stream().map(MetricValue::fold).toList()));
    boolean each = folds.size() > 1 && learners.size() * (folds.size() + 1) <= MOST_ROWS;
    List<SvgDumbbells.Row> rows = new ArrayList<>();
    for (String learner : learners) {
      rows.add(row(model, palette, style, learner, "mean", m -> true));
      for (int fold : each ? folds : List.<Integer>of()) {
        rows.add(row(model, palette, style, learner, "fold " + fold, m -> m.fold() == fold));
      }
    }
    out.open("figure")
        .open("figcaption")
        .element("strong", style.label())
        .text(" " + style.note())
        .close("figcaption");
    out.append(
            SvgDumbbells.draw(
                id() + "-" + metric,
                style.label() + " in sample and out of sample",
                "Each learner's mean over folds and its folds; the means are in the table below.",
                rows,
                style.noSkill()))
        .close("figure");
  }

  private static SvgDumbbells.Row row(
      ReportModel model,
      Palette palette,
      MetricStyle style,
      String learner,
      String name,
      Predicate<MetricValue> fold) {
    double in =
        mean(model.scrutiny().inSample().stream().filter(fold).toList(), learner, style.key());
    double tested = mean(model.metrics().stream().filter(fold).toList(), learner, style.key());
    return new SvgDumbbells.Row(
        name.equals("mean") ? learner + ", mean" : name,
        palette.colour(learner),
        in,
        tested,
        "%s, %s: in sample %s, out of sample %s"
            .formatted(
                learner,
                name,
                Numbers.fixed(in, style.decimals()),
                Numbers.fixed(tested, style.decimals())));
  }

  private static Stream<MetricValue> known(
      List<MetricValue> values, String learner, String metric) {
    return values.stream()
        .filter(m -> m.learner().equals(learner) && m.metric().equals(metric))
        .filter(m -> m.fold() != MetricValue.OVERALL && m.estimate().known());
  }

  /** Mean over the folds in which it is defined; NaN where it is in none. */
  static double mean(List<MetricValue> values, String learner, String metric) {
    double[] found =
        known(values, learner, metric).mapToDouble(m -> m.estimate().value()).toArray();
    return Arrays.stream(found).average().orElse(Double.NaN);
  }
}
