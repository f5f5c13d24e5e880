package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** Whether a result holds everywhere: by regime, by instrument and by month. */
final class PartSection implements Section {
  private static final List<String> SHOWN =
      List.of("auc", "log_loss", "mae", "rmse", "sharpe", "total_return");

  @Override
  public String id() {
    return "parts";
  }

  @Override
  public String heading() {
    return "Where it worked";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    List<PartMetric> all = model.scrutiny().parts();
    if (all.isEmpty()) {
      Section.empty(out, "No breakdown: this run measured nothing by regime, instrument or month.");
      return;
    }
    out.element(
        "p",
        "Each part is judged as if it were all there is, so trading figures of parts do not add up. With many parts some look good or bad by chance: trust what holds in most of them.",
        "class",
        "note");
    out.element("h3", "By regime");
    regimes(of(all, PartMetric.Kind.REGIME), out);
    out.element("h3", "By instrument");
    table("Metrics by instrument", "instrument", of(all, PartMetric.Kind.INSTRUMENT)).write(out);
    out.element("h3", "By month");
    months(of(all, PartMetric.Kind.MONTH), palette, out);
  }

  private static List<PartMetric> of(List<PartMetric> all, PartMetric.Kind kind) {
    return all.stream().filter(p -> p.kind() == kind).toList();
  }

  private static void regimes(List<PartMetric> parts, Markup out) {
    boolean byVolatility = parts.stream().anyMatch(p -> p.part().startsWith("volatility-"));
    out.element(
        "p",
        byVolatility
            ? "The third into which the instrument's volatility fell at the time, among all it had before; unknown while it had too few."
            : "The market regime of the feature set at the time of the row.",
        "class",
        "note");
    table("Metrics by regime", "regime", parts).write(out);
  }

  private static Table table(String caption, String name, List<PartMetric> parts) {
    List<String> metrics =
        SHOWN.stream().filter(s -> parts.stream().anyMatch(p -> p.metric().equals(s))).toList();
    Table table = new Table(caption).text(name, "learner");
    metrics.forEach(m -> table.number(MetricStyle.of(m).label()));
    table.number("rows");
    for (String part : parts.stream().map(PartMetric::part).distinct().toList()) {
      for (String learner : learners(parts)) {
        List<String> cells = new ArrayList<>(List.of(part, learner));
        for (String metric : metrics) {
          cells.add(
              Numbers.estimate(
                  find(parts, part, learner, metric), MetricStyle.of(metric).decimals()));
        }
        cells.add(Numbers.count(rows(parts, part, learner)));
        table.row(cells.toArray(String[]::new));
      }
    }
    return table;
  }

  private static List<String> learners(List<PartMetric> parts) {
    return parts.stream().map(PartMetric::learner).distinct().toList();
  }

  private static Estimate find(List<PartMetric> parts, String part, String learner, String metric) {
    return parts.stream()
        .filter(p -> p.part().equals(part) && p.learner().equals(learner))
        .filter(p -> p.metric().equals(metric))
        .map(PartMetric::estimate)
        .findFirst()
        .orElse(Estimate.of(Double.NaN));
  }

  /** Rows of a prediction metric: those of a trading metric are periods. */
  private static long rows(List<PartMetric> parts, String part, String learner) {
    return parts.stream()
        .filter(p -> p.part().equals(part) && p.learner().equals(learner))
        .mapToLong(PartMetric::n)
        .max()
        .orElse(0);
  }

  private void months(List<PartMetric> parts, Palette palette, Markup out) {
    String metric = parts.stream().anyMatch(p -> p.metric().equals("auc")) ? "auc" : "sharpe";
    MetricStyle style = MetricStyle.of(metric);
    List<String> months = parts.stream().map(PartMetric::part).distinct().sorted().toList();
    List<String> learners =
        palette.learners().stream().filter(l -> learners(parts).contains(l)).toList();
    out.open("p", "class", "legend");
    for (Shade shade : Shade.values()) {
      out.open("span", "class", "key")
          .element("span", "", "class", "block " + shade.cssClass)
          .text(shade.words)
          .close("span");
    }
    out.close("p");
    out.open("figure")
        .open("figcaption")
        .element("strong", style.label())
        .text(" of each month against " + Numbers.plain(style.noSkill()) + ", no skill")
        .close("figcaption");
    List<SvgStrip.Row> rows = new ArrayList<>();
    for (String learner : learners) {
      rows.add(
          new SvgStrip.Row(
              learner,
              months.stream()
                  .map(
                      month -> {
                        Estimate e = find(parts, month, learner, metric);
                        return new SvgStrip.Cell(
                            Shade.of(e, style.noSkill()).cssClass,
                            learner + ", " + month + ": " + Numbers.estimate(e, style.decimals()));
                      })
                  .toList()));
    }
    out.open("div", "class", "scroll")
        .append(
            SvgStrip.draw(
                id() + "-months",
                style.label() + " of each month",
                "One cell per month and learner; the values are in the table below.",
                months,
                rows))
        .close("div")
        .close("figure");
    table("Metrics by month", "month", parts).writeFolded(out, "Figures of every month");
  }

  /** How a value stands to what no skill would give. */
  enum Shade {
    SURELY_BELOW("cell sure-bad", "below, its whole interval too"),
    BELOW("cell bad", "below or equal"),
    ABOVE("cell good", "above"),
    SURELY_ABOVE("cell sure-good", "above, its whole interval too"),
    UNKNOWN("cell unknown", "not defined");

    private final String cssClass;
    private final String words;

    Shade(String cssClass, String words) {
      this.cssClass = cssClass;
      this.words = words;
    }

    static Shade of(Estimate e, double level) {
      if (!e.known()) {
        return UNKNOWN;
      }
      if (e.value() > level) {
        return e.bounded() && e.low() > level ? SURELY_ABOVE : ABOVE;
      }
      return e.bounded() && e.high() < level ? SURELY_BELOW : BELOW;
    }
  }
}
