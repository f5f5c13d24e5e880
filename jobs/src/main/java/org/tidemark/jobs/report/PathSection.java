package org.tidemark.jobs.report;

import java.util.List;

/** Whether a result is that of one lucky path: every backtest path of a combinatorial split. */
final class PathSection implements Section {
  @Override
  public String id() {
    return "paths";
  }

  @Override
  public String heading() {
    return "Backtest paths";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    List<PathFan> fans = model.scrutiny().fans();
    if (fans.isEmpty()) {
      Section.empty(
          out,
          model.folds().isEmpty()
              ? "No paths: this run validated nothing."
              : "No fan of paths: the split tests every row once, so there is one backtest, the one above. A combinatorial split (split=cpcv:...) makes several.");
      return;
    }
    palette.legend(out, fans.stream().map(PathFan::learner).toList());
    out.element(
        "p",
        "Each line is one backtest through the same rows, each row scored by another choice of training rows. Paths share rows and most of their training: how far they lie apart shows what the choice of folds does, not how sure the result is. Figures over all folds are means over the paths; the equity above and the calibration are those of the first.",
        "class",
        "note");
    Table table =
        new Table("Paths per learner")
            .text("learner")
            .number("paths", "final value of 1: lowest", "median", "highest")
            .number("Sharpe ratio: lowest", "median ", "highest ", "paths that lose");
    for (int i = 0; i < fans.size(); i++) {
      PathFan fan = fans.get(i);
      double[] ends =
          fan.paths().stream().mapToDouble(PathFan.BacktestPath::finalValue).sorted().toArray();
      double[] sharpes =
          fan.paths().stream()
              .mapToDouble(p -> p.sharpe().value())
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      long losing = fan.paths().stream().filter(p -> p.finalValue() < 1).count();
      table.row(
          fan.learner(),
          Numbers.count(ends.length),
          Numbers.fixed(quantile(ends, 0), 4),
          Numbers.fixed(quantile(ends, 0.5), 4),
          Numbers.fixed(quantile(ends, 1), 4),
          Numbers.fixed(quantile(sharpes, 0), 2),
          Numbers.fixed(quantile(sharpes, 0.5), 2),
          Numbers.fixed(quantile(sharpes, 1), 2),
          losing + " of " + ends.length);
      picture(fan, i, palette, out);
    }
    table.write(out);
  }

  private void picture(PathFan fan, int index, Palette palette, Markup out) {
    int colour = palette.colour(fan.learner());
    List<SvgLineChart.Series> series =
        fan.paths().stream().map(p -> new SvgLineChart.Series(colour, p.points())).toList();
    out.open("figure")
        .open("figcaption")
        .element("strong", "Value of 1 invested")
        .text(" " + fan.learner() + ", " + fan.paths().size() + " paths, after cost")
        .close("figcaption");
    out.open("div", "class", "scroll")
        .append(
            SvgLineChart.draw(
                id() + "-" + index,
                240,
                "Equity of every backtest path of " + fan.learner(),
                "Lowest, median and highest end are in the table below.",
                series,
                1,
                SvgLineChart.Fill.FAN))
        .close("div")
        .close("figure");
  }

  /** Of sorted values, between neighbours in proportion; NaN without values. */
  static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = share * (sorted.length - 1);
    int low = (int) Math.floor(at);
    int high = (int) Math.ceil(at);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
