package org.tidemark.jobs.report;

import java.util.List;

/** One row of equal cells per learner, shaded by state: a heat strip. */
final class SvgStrip {
  private static final int WIDTH = 1080;
  private static final int ROW = 24;
  private static final int LABELS = 14;

  /**
   * One cell.
   *
   * @param cssClass how it is filled
   * @param words shown when pointed at
   */
  record Cell(String cssClass, String words) {}

  /**
   * One row.
   *
   * @param name at its left
   * @param cells one per column
   */
  record Row(String name, List<Cell> cells) {}

  private SvgStrip() {}

  static Markup draw(
      String id, String title, String description, List<String> columns, List<Row> rows) {
    int longest = rows.stream().mapToInt(r -> r.name().length()).max().orElse(0);
    Canvas canvas =
        new Canvas(
            id,
            "wide",
            WIDTH,
            ROW * rows.size() + 26,
            new Canvas.Margin(2, 16, 24, 16 + longest * 6.2),
            title,
            description);
    // A few columns need not be stretched over the whole width.
    double cell = Math.min(70, (canvas.right - canvas.left) / columns.size());
    for (int r = 0; r < rows.size(); r++) {
      double y = canvas.top + ROW * r;
      canvas.text("tick end", canvas.left - 8, y + ROW / 2.0 + 3.5, rows.get(r).name());
      for (int c = 0; c < columns.size(); c++) {
        Cell one = rows.get(r).cells().get(c);
        canvas.box(
            one.cssClass(), canvas.left + c * cell + 0.5, y + 2, cell - 1, ROW - 4, one.words());
      }
    }
    int every = (columns.size() - 1) / LABELS + 1;
    for (int c = 0; c < columns.size(); c += every) {
      canvas.text("tick mid", canvas.left + (c + 0.5) * cell, canvas.bottom + 15, columns.get(c));
    }
    return canvas.done();
  }
}
