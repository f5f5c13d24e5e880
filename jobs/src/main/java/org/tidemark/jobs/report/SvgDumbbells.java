package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Two values of one figure per row, an open ring and a filled mark, joined by a line. */
final class SvgDumbbells {
  private static final int WIDTH = 520;
  private static final int ROW = 17;

  /**
   * One row.
   *
   * @param name at its left
   * @param colour index in the palette
   * @param ring value of the open ring
   * @param mark value of the filled mark
   * @param words shown when pointed at
   */
  record Row(String name, int colour, double ring, double mark, String words) {}

  private SvgDumbbells() {}

  /** Draws the rows; a NaN {@code level} draws no line. */
  static Markup draw(String id, String title, String description, List<Row> rows, double level) {
    List<Double> values = new ArrayList<>(Double.isNaN(level) ? List.of() : List.of(level));
    int longest = 0;
    for (Row row : rows) {
      values.add(row.ring());
      values.add(row.mark());
      longest = Math.max(longest, row.name().length());
    }
    double[] known = values.stream().mapToDouble(v -> v).filter(Double::isFinite).toArray();
    Canvas canvas =
        new Canvas(
            id,
            "half",
            WIDTH,
            30 + ROW * rows.size(),
            new Canvas.Margin(6, 14, 24, 16 + longest * 6.2),
            title,
            description);
    double low = known.length == 0 ? 0 : Arrays.stream(known).min().orElseThrow();
    double high = known.length == 0 ? 1 : Arrays.stream(known).max().orElseThrow();
    Scale x = Scale.rounded(low, high, canvas.left, canvas.right, 5);
    canvas.valueAxisBelow(x);
    if (!Double.isNaN(level)) {
      canvas.line("level", x.at(level), canvas.top, x.at(level), canvas.bottom);
    }
    for (int i = 0; i < rows.size(); i++) {
      row(canvas, x, rows.get(i), canvas.top + ROW * (i + 0.5));
    }
    return canvas.done();
  }

  private static void row(Canvas canvas, Scale x, Row row, double y) {
    canvas.text("tick end", canvas.left - 8, y + 3.5, row.name());
    boolean both = Double.isFinite(row.ring()) && Double.isFinite(row.mark());
    if (both) {
      String colour = "whisker c" + row.colour() % Canvas.COLOURS;
      canvas.line(colour, x.at(row.ring()), y, x.at(row.mark()), y);
    }
    if (Double.isFinite(row.ring())) {
      canvas.ring(row.colour(), x.at(row.ring()), y, 4, row.words());
    }
    if (Double.isFinite(row.mark())) {
      canvas.marker(row.colour(), x.at(row.mark()), y, 4, row.words());
    }
  }
}
