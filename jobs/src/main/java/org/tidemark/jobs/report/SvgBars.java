package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Horizontal bars with their names at the left and their values at the right, with optional
 * whiskers and thresholds.
 */
final class SvgBars {
  private static final int ROW = 19;

  /**
   * One bar.
   *
   * @param name at its left
   * @param cssClass how it is filled
   * @param estimate length and whisker
   * @param words the value as text
   */
  record Bar(String name, String cssClass, Estimate estimate, String words) {}

  /**
   * A line across all bars.
   *
   * @param value where
   * @param words above the line
   */
  record Threshold(double value, String words) {}

  private SvgBars() {}

  static Markup draw(
      String id,
      String cssClass,
      int width,
      String title,
      String description,
      List<Bar> bars,
      List<Threshold> thresholds) {
    double low = 0;
    double high = 0;
    int longest = 0;
    for (Bar b : bars) {
      List<Double> ends = new ArrayList<>(List.of(b.estimate().value()));
      if (b.estimate().bounded()) {
        ends.addAll(List.of(b.estimate().low(), b.estimate().high()));
      }
      for (double v : ends) {
        low = Math.min(low, Double.isFinite(v) ? v : low);
        high = Math.max(high, Double.isFinite(v) ? v : high);
      }
      longest = Math.max(longest, b.name().length());
    }
    for (Threshold t : thresholds) {
      high = Math.max(high, t.value() * 1.05);
    }
    double names = Math.min(width * 0.42, 16 + longest * 6.6);
    double above = thresholds.isEmpty() ? 6 : 22;
    Canvas.Margin margin = new Canvas.Margin(above, 66, 24, names);
    Canvas canvas =
        new Canvas(
            id,
            cssClass,
            width,
            (int) (ROW * bars.size() + above + 24),
            margin,
            title,
            description);
    Scale wide = Scale.rounded(low, high, canvas.left, canvas.right, Math.max(3, width / 140));
    // A whisker that ends just below zero must not cost a whole step at the left.
    Scale x = new Scale(low, wide.high(), wide.from(), wide.to(), wide.step());
    canvas.valueAxisBelow(x);
    int fits = (int) (names / 6.6) - 1;
    for (int i = 0; i < bars.size(); i++) {
      Bar b = bars.get(i);
      double y = canvas.top + ROW * i;
      canvas.text(
          "tick end",
          canvas.left - 6,
          y + ROW / 2.0 + 4,
          b.name().length() <= fits ? b.name() : b.name().substring(0, fits - 1) + "…");
      double value = Double.isFinite(b.estimate().value()) ? b.estimate().value() : 0;
      canvas.box(
          b.cssClass(),
          x.at(Math.min(0, value)),
          y + 3,
          Math.abs(x.at(value) - x.at(0)),
          ROW - 6,
          b.name() + ": " + b.words());
      if (b.estimate().bounded()) {
        canvas.line(
            "whisker ink",
            x.at(b.estimate().low()),
            y + ROW / 2.0,
            x.at(b.estimate().high()),
            y + ROW / 2.0);
      }
      canvas.text("tick", canvas.right + 6, y + ROW / 2.0 + 4, b.words());
    }
    canvas.line("axis", x.at(0), canvas.top, x.at(0), canvas.bottom);
    for (Threshold t : thresholds) {
      canvas.line("level", x.at(t.value()), canvas.top - 4, x.at(t.value()), canvas.bottom);
      canvas.text("tick mid", x.at(t.value()), canvas.top - 9, t.words());
    }
    return canvas.done();
  }
}
