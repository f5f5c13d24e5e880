package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Every metric per fold and overall, with its interval, one small multiple each. */
final class MetricSection implements Section {
  /** Pictures shown at once; the others are folded away. */
  private static final int AT_ONCE = 6;

  @Override
  public String id() {
    return "metrics";
  }

  @Override
  public String heading() {
    return "Metric per fold";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    if (model.metrics().isEmpty()) {
      Section.empty(out, "No metrics: no learner was validated in this run.");
      return;
    }
    List<String> metrics =
        model.metrics().stream()
            .map(MetricValue::metric)
            .filter(metric -> !IntervalSection.METRICS.contains(metric))
            .distinct()
            .sorted(
                Comparator.<String>comparingInt(m -> MetricStyle.of(m).rank())
                    .thenComparing(m -> m))
            .toList();
    List<Integer> folds =
        new ArrayList<>(
            new TreeSet<>(
                model.metrics().stream()
                    .map(MetricValue::fold)
                    .filter(f -> f != MetricValue.OVERALL)
                    .toList()));
    palette.legend(
        out,
        palette.learners().stream()
            .filter(l -> model.metrics().stream().anyMatch(m -> m.learner().equals(l)))
            .toList());
    out.element(
        "p",
        "Marks are estimates, whiskers their intervals, the dashed line is what no skill would"
            + " give. The shaded column is all folds together.",
        "class",
        "note");
    pictures(model, palette, metrics.subList(0, Math.min(AT_ONCE, metrics.size())), folds, out);
    if (metrics.size() > AT_ONCE) {
      out.open("details")
          .element("summary", "The other " + (metrics.size() - AT_ONCE) + " metrics");
      pictures(model, palette, metrics.subList(AT_ONCE, metrics.size()), folds, out);
      out.close("details");
    }
    overall(model, metrics).write(out);
    perFold(model, metrics).writeFolded(out, "Every value per fold");
  }

  private void pictures(
      ReportModel model, Palette palette, List<String> metrics, List<Integer> folds, Markup out) {
    List<String> categories = new ArrayList<>(folds.stream().map(String::valueOf).toList());
    categories.add("all");
    out.open("div", "class", "multiples");
    for (String metric : metrics) {
      MetricStyle style = MetricStyle.of(metric);
      List<SvgWhiskers.Mark> marks = new ArrayList<>();
      for (MetricValue m : model.metrics()) {
        if (m.metric().equals(metric)) {
          int category = m.fold() == MetricValue.OVERALL ? folds.size() : folds.indexOf(m.fold());
          String words =
              m.learner()
                  + ", "
                  + (m.fold() == MetricValue.OVERALL ? "all folds" : "fold " + m.fold())
                  + ": "
                  + Numbers.estimate(m.estimate(), style.decimals());
          marks.add(
              new SvgWhiskers.Mark(category, palette.colour(m.learner()), m.estimate(), words));
        }
      }
      out.open("figure")
          .open("figcaption")
          .element("strong", style.label())
          .text(" " + style.note())
          .close("figcaption");
      String description =
          style.label()
              + " of each learner in each fold and overall; the values are in the tables below.";
      out.append(
          SvgWhiskers.draw(
              id() + "-" + slug(metric),
              style.label() + " per fold",
              description,
              categories,
              marks,
              palette.size(),
              style.noSkill()));
      out.close("figure");
    }
    out.close("div");
  }

  private static Table overall(ReportModel model, List<String> metrics) {
    List<String> learners = model.metrics().stream().map(MetricValue::learner).distinct().toList();
    Table table =
        new Table("All folds together")
            .text("metric")
            .number(learners.toArray(String[]::new))
            .number("rows or periods");
    for (String metric : metrics) {
      List<String> cells = new ArrayList<>(List.of(MetricStyle.of(metric).label()));
      long n = 0;
      for (String learner : learners) {
        String cell = "";
        for (MetricValue m : model.metrics()) {
          if (m.metric().equals(metric)
              && m.learner().equals(learner)
              && m.fold() == MetricValue.OVERALL) {
            cell = Numbers.estimate(m.estimate(), MetricStyle.of(metric).decimals());
            n = Math.max(n, m.n());
          }
        }
        cells.add(cell.isEmpty() ? Numbers.ABSENT : cell);
      }
      cells.add(Numbers.count(n));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static Table perFold(ReportModel model, List<String> metrics) {
    Table table =
        new Table("Metric values per fold")
            .text("metric", "learner")
            .number("fold", "value", "interval", "rows or periods");
    model.metrics().stream()
        .filter(m -> m.fold() != MetricValue.OVERALL && metrics.contains(m.metric()))
        .sorted(
            Comparator.<MetricValue>comparingInt(m -> metrics.indexOf(m.metric()))
                .thenComparing(MetricValue::learner)
                .thenComparingInt(MetricValue::fold))
        .forEach(
            m -> {
              MetricStyle style = MetricStyle.of(m.metric());
              table.row(
                  style.label(),
                  m.learner(),
                  "" + m.fold(),
                  Numbers.fixed(m.estimate().value(), style.decimals()),
                  Numbers.interval(m.estimate(), style.decimals()),
                  Numbers.count(m.n()));
            });
    return table;
  }

  private static String slug(String metric) {
    return metric.replaceAll("[^A-Za-z0-9]", "-");
  }
}
