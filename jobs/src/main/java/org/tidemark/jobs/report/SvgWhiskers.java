package org.tidemark.jobs.report;

import java.util.List;

/** Figures with their intervals, side by side per category: one small multiple. */
final class SvgWhiskers {
  private static final int WIDTH = 350;
  private static final int HEIGHT = 200;

  /**
   * One mark.
   *
   * @param category index of the category that it stands in
   * @param colour index in the palette; also its place beside the others of its category
   * @param words shown when pointed at
   */
  record Mark(int category, int colour, Estimate estimate, String words) {}

  private SvgWhiskers() {}

  /**
   * Draws the marks; a NaN {@code level} draws no line. The last category is set apart when it sums
   * up the others.
   */
  static Markup draw(
      String id,
      String title,
      String description,
      List<String> categories,
      List<Mark> marks,
      int colours,
      double level) {
    double low = Double.isNaN(level) ? Double.POSITIVE_INFINITY : level;
    double high = Double.isNaN(level) ? Double.NEGATIVE_INFINITY : level;
    for (Mark m : marks) {
      Estimate e = m.estimate();
      if (e.known()) {
        low = Math.min(low, e.bounded() ? Math.min(e.low(), e.value()) : e.value());
        high = Math.max(high, e.bounded() ? Math.max(e.high(), e.value()) : e.value());
      }
    }
    Canvas canvas =
        new Canvas(
            id, "small", WIDTH, HEIGHT, new Canvas.Margin(10, 8, 24, 50), title, description);
    if (marks.stream().noneMatch(m -> m.estimate().known())) {
      canvas.text("tick", canvas.left, canvas.top + 20, "no finite value");
      return canvas.done();
    }
    Scale y = Scale.rounded(low, high, canvas.bottom, canvas.top, 4);
    canvas.valueAxis(y);
    if (!Double.isNaN(level)) {
      canvas.line("level", canvas.left, y.at(level), canvas.right, y.at(level));
    }
    double slot = (canvas.right - canvas.left) / categories.size();
    boolean summary = categories.size() > 1 && categories.get(categories.size() - 1).equals("all");
    if (summary) {
      canvas.box(
          "band",
          canvas.right - slot,
          canvas.top,
          slot,
          canvas.bottom - canvas.top,
          "all folds together");
    }
    int every = (int) Math.ceil(16 / slot);
    for (int i = 0; i < categories.size(); i++) {
      boolean last = summary && i == categories.size() - 1;
      if (last
          || (i % every == 0 && !(summary && i + every > categories.size() - 1 && every > 1))) {
        canvas.text(
            last ? "tick mid strong" : "tick mid",
            canvas.left + slot * (i + 0.5),
            canvas.bottom + 15,
            categories.get(i));
      }
    }
    double size = Math.max(1.6, Math.min(3.4, slot / 6));
    double apart = Math.min(9, slot / (colours + 1));
    for (Mark m : marks) {
      if (!m.estimate().known()) {
        continue;
      }
      double x =
          canvas.left + slot * (m.category() + 0.5) + (m.colour() - (colours - 1) / 2.0) * apart;
      if (m.estimate().bounded()) {
        canvas.line(
            "whisker c" + m.colour() % Canvas.COLOURS,
            x,
            y.at(m.estimate().low()),
            x,
            y.at(m.estimate().high()));
      }
      canvas.marker(m.colour(), x, y.at(m.estimate().value()), size, m.words());
    }
    return canvas.done();
  }
}
