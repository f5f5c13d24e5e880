package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

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
    TreeSet<Integer> multiples = new TreeSet<>();
    curves.forEach(c -> c.points().forEach(p -> multiples.add(p.multiple())));
    Table table = new Table("Sharpe ratio and total return at each cost").text("learner");
    for (int multiple : multiples) {
      String cost = cost(curves, multiple);
      table.number("Sharpe " + cost, "return " + cost);
    }
    table.number("break-even cost, bp").text("in words");
    for (CostCurve curve : curves) {
      List<String> cells = new ArrayList<>(List.of(curve.learner()));
      for (int multiple : multiples) {
        CostCurve.Point point =
            curve.points().stream()
                .filter(p -> p.multiple() == multiple)
                .findFirst()
                .orElse(new CostCurve.Point(multiple, Double.NaN, Double.NaN, Double.NaN));
        cells.add(Numbers.fixed(point.sharpe(), 2));
        cells.add(Numbers.percent(point.totalReturn(), 1));
      }
      cells.add(Numbers.fixed(curve.breakEvenBasisPoints(), 2));
      cells.add(words(curve));
      table.row(cells.toArray(String[]::new));
    }
    table.write(out);
  }

  private static String cost(List<CostCurve> curves, int multiple) {
    return curves.stream()
        .flatMap(c -> c.points().stream())
        .filter(p -> p.multiple() == multiple)
        .map(p -> "at " + Numbers.plain(p.costBasisPoints()) + " bp")
        .findFirst()
        .orElseThrow();
  }

  /** Whether anything is gained at all, and by how much the cost may rise. */
  static String words(CostCurve curve) {
    double even = curve.breakEvenBasisPoints();
    double free = total(curve, 0);
    double stated = total(curve, 1);
    if (free == 0) {
      return "nothing was gained or traded, at any cost";
    }
    if (!(free > 0)) {
      return "loses even without cost";
    }
    if (Double.isNaN(stated)) {
      return "gains; no cost was stated";
    }
    if (!(stated > 0)) {
      return "gains without cost only: the stated cost takes all of it";
    }
    return Double.isNaN(even)
        ? "gains at every cost"
        : "bears "
            + Numbers.fixed(even / at(curve, 1).costBasisPoints(), 1)
            + " times the stated cost";
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
