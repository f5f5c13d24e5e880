package org.tidemark.jobs.report;

import java.util.List;

/**
 * A figure with its interval for each learner on one shared axis, against the value that means "no
 * skill".
 */
final class SvgForest {
  private static final int WIDTH = 470;
  private static final int ROW = 34;

  /**
   * One row.
   *
   * @param name the learner
   * @param colour index in the palette
   */
  record Row(String name, int colour, Estimate estimate) {}

  private SvgForest() {}

  static Markup draw(
      String id, String title, String description, List<Row> rows, double level, int decimals) {
    double low = level;
    double high = level;
    for (Row r : rows) {
      Estimate e = r.estimate();
      low = Math.min(low, e.bounded() ? e.low() : e.known() ? e.value() : low);
      high = Math.max(high, e.bounded() ? e.high() : e.known() ? e.value() : high);
    }
    Canvas.Margin margin = new Canvas.Margin(6, 14, 24, 14);
    Canvas canvas =
        new Canvas(
            id, "forest", WIDTH, 30 + ROW * Math.max(1, rows.size()), margin, title, description);
    Scale x = Scale.rounded(low, high, canvas.left, canvas.right, 5);
    canvas.valueAxisBelow(x);
    canvas.line("level", x.at(level), canvas.top, x.at(level), canvas.bottom);
    for (int i = 0; i < rows.size(); i++) {
      Row r = rows.get(i);
      Estimate e = r.estimate();
      double y = canvas.top + ROW * (i + 0.5);
      if (!e.known()) {
        canvas.text("tick", canvas.left, y + 4, r.name() + ": " + Numbers.ABSENT);
        continue;
      }
      if (e.bounded()) {
        canvas.line(
            "whisker thick c" + r.colour() % Canvas.COLOURS, x.at(e.low()), y, x.at(e.high()), y);
      }
      canvas.marker(
          r.colour(), x.at(e.value()), y, 5.5, r.name() + ": " + Numbers.estimate(e, decimals));
    }
    return canvas.done();
  }
}
