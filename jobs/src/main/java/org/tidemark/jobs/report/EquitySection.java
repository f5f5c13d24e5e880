package org.tidemark.jobs.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What following the out-of-sample scores would have earned after cost, and how far it would have
 * fallen.
 */
final class EquitySection implements Section {
  @Override
  public String id() {
    return "equity";
  }

  @Override
  public String heading() {
    return "Out-of-sample equity and drawdown";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    List<EquityCurve> curves = model.equity().stream().filter(c -> !c.points().isEmpty()).toList();
    if (curves.isEmpty()) {
      Section.empty(
          out, "No equity curve: there are no out-of-sample scores with a forward return.");
      return;
    }
    palette.legend(out, curves.stream().map(EquityCurve::learner).toList());
    List<SvgLineChart.Series> equity = new ArrayList<>();
    List<SvgLineChart.Series> drawdown = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    Table table =
        new Table("Equity per learner")
            .text("learner")
            .number("cost, bp of turnover", "final value of 1")
            .time("from", "to")
            .number("deepest drawdown")
            .time("its peak", "its trough");
    for (EquityCurve c : curves) {
      List<TimeValue> falls = drawdown(c.points());
      int colour = palette.colour(c.learner());
      equity.add(new SvgLineChart.Series(colour, c.points()));
      drawdown.add(new SvgLineChart.Series(colour, falls));
      TimeValue last = c.points().get(c.points().size() - 1);
      TimeValue trough =
          falls.stream().min((a, b) -> Double.compare(a.value(), b.value())).orElseThrow();
      words
          .append(c.learner())
          .append(" ends at ")
          .append(Numbers.fixed(last.value(), 3))
          .append(", deepest drawdown ")
          .append(Numbers.percent(trough.value(), 1))
          .append("; ");
      table.row(
          c.learner(),
          Numbers.plain(c.costBasisPoints()),
          Numbers.fixed(last.value(), 4),
          Numbers.day(c.points().get(0).time()),
          Numbers.day(last.time()),
          Numbers.percent(trough.value(), 2),
          trough.value() < 0 ? Numbers.day(peakBefore(c.points(), trough.time())) : "",
          trough.value() < 0 ? Numbers.day(trough.time()) : "");
    }
    String cost =
        curves.stream()
            .map(c -> Numbers.plain(c.costBasisPoints()))
            .distinct()
            .reduce((a, b) -> a + " / " + b)
            .orElse("");
    out.open("figure")
        .open("figcaption")
        .element("strong", "Value of 1 invested")
        .text(
            " after "
                + cost
                + (cost.equals("1") ? " basis point" : " basis points")
                + " per unit of turnover")
        .close("figcaption");
    out.open("div", "class", "scroll")
        .append(
            SvgLineChart.draw(
                id() + "-curve",
                300,
                "Out-of-sample equity",
                words.toString(),
                equity,
                1,
                SvgLineChart.Fill.LINE))
        .close("div")
        .close("figure");
    out.open("figure")
        .open("figcaption")
        .element("strong", "Drawdown")
        .text(" fall from the highest value so far, %")
        .close("figcaption");
    List<SvgLineChart.Series> percent =
        drawdown.stream()
            .map(
                s ->
                    new SvgLineChart.Series(
                        s.colour(),
                        s.points().stream()
                            .map(p -> new TimeValue(p.time(), p.value() * 100))
                            .toList()))
            .toList();
    out.open("div", "class", "scroll")
        .append(
            SvgLineChart.draw(
                id() + "-drawdown",
                170,
                "Drawdown",
                words.toString(),
                percent,
                0,
                SvgLineChart.Fill.AREA))
        .close("div")
        .close("figure");
    table.write(out);
  }

  /** Fall from the highest value so far, at most 0, for each point. */
  static List<TimeValue> drawdown(List<TimeValue> equity) {
    List<TimeValue> falls = new ArrayList<>(equity.size());
    double peak = Double.NEGATIVE_INFINITY;
    for (TimeValue p : equity) {
      peak = p.value() > peak ? p.value() : peak;
      falls.add(
          new TimeValue(p.time(), Double.isNaN(p.value()) || peak <= 0 ? 0 : p.value() / peak - 1));
    }
    return falls;
  }

  private static Instant peakBefore(List<TimeValue> equity, Instant trough) {
    TimeValue peak = equity.get(0);
    for (TimeValue p : equity) {
      if (p.time().isAfter(trough)) {
        break;
      }
      peak = p.value() > peak.value() ? p : peak;
    }
    return peak.time();
  }
}
