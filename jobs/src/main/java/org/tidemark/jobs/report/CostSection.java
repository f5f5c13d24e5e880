package org.tidemark.jobs.report;

import java.util.List;

/** What is left of the trades when they cost less or more than stated. */
final class CostSection implements Section {
  @Override
  public String id() {
    return "cost";
  }

  @Override
  public String heading() {
    return "Cost sensitivity";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    List<CostCurve> curves = model.scrutiny().costs();
    if (curves.isEmpty()) {
      Section.empty(out, "No cost figures: this run traded no scores at several costs.");
      return;
    }
    out.element(
        "p",
        "The same scores and positions, traded at other costs. The break-even cost is the one at which the total return is 0; it must be well above what trading really costs, spread and slippage included.",
        "class",
        "note");
    out.open("ul", "class", "reasons");
    curves.forEach(c -> out.element("li", c.learner() + " " + words(c) + "."));
    out.close("ul");
    Table table =
        new Table("Sharpe ratio and total return at each cost")
            .text("learner")
            .number(
                "cost, bp of turnover", "times the stated cost", "Sharpe ratio", "total return");
    for (CostCurve curve : curves) {
      for (CostCurve.Point point : curve.points()) {
        table.row(
            curve.learner(),
            Numbers.plain(point.costBasisPoints()),
            "" + point.multiple(),
            Numbers.fixed(point.sharpe(), 2),
            Numbers.percent(point.totalReturn(), 1));
      }
    }
    table.write(out);
  }

  /** Whether anything is gained at all, and how far the cost may rise. */
  static String words(CostCurve curve) {
    double even = curve.breakEvenBasisPoints();
    double free = total(curve, 0);
    double stated = total(curve, 1);
    if (free == 0) {
      return "gains nothing and loses nothing without cost";
    }
    if (!(free > 0)) {
      return "loses even without cost";
    }
    String limit =
        Double.isNaN(even) ? "at every cost" : "up to a cost of " + Numbers.fixed(even, 2) + " bp";
    if (Double.isNaN(stated)) {
      return "gains " + limit + "; no cost was stated";
    }
    if (!(stated > 0)) {
      return "gains " + limit + " only: the stated cost takes all of it";
    }
    return Double.isNaN(even)
        ? "gains " + limit
        : "gains "
            + limit
            + ", "
            + Numbers.fixed(even / at(curve, 1).costBasisPoints(), 1)
            + " times the stated one";
  }

  private static double total(CostCurve curve, int multiple) {
    return at(curve, multiple).totalReturn();
  }

  private static CostCurve.Point at(CostCurve curve, int multiple) {
    return curve.points().stream()
        .filter(p -> p.multiple() == multiple)
        .findFirst()
        .orElse(new CostCurve.Point(multiple, Double.NaN, Double.NaN, Double.NaN));
  }
}
