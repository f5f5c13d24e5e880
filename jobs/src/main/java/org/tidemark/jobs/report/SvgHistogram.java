package org.tidemark.jobs.report;

import java.util.Arrays;
import java.util.List;

/**
 * How often values fall into bins of equal width on either side of zero, shares of all at the left;
 * a value of zero counts to the left of it.
 */
final class SvgHistogram {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 210;
  private static final int BINS_A_SIDE = 10;

  private SvgHistogram() {}

  /**
   * Share of the values per bin, from {@code -reach} to {@code reach}; bins hold their upper end.
   *
   * @param reach above 0, at least as large as any value
   */
  static double[] shares(List<Double> values, double reach) {
    double[] shares = new double[2 * BINS_A_SIDE];
    for (double value : values) {
      int bin = (int) Math.ceil((value / reach + 1) * BINS_A_SIDE) - 1;
      shares[Math.max(0, Math.min(shares.length - 1, bin))] += 1.0 / values.size();
    }
    return shares;
  }

  /**
   * Draws the bins.
   *
   * @param values one or more
   * @param belowWords beside the share at or below zero
   * @param aboveWords beside the share above it
   */
  static Markup draw(
      String id,
      String title,
      String description,
      List<Double> values,
      String belowWords,
      String aboveWords) {
    double largest = values.stream().mapToDouble(Math::abs).max().orElseThrow();
    double reach = largest > 0 ? largest : 1;
    double[] shares = shares(values, reach);
    Canvas canvas =
        new Canvas(
            id, "half", WIDTH, HEIGHT, new Canvas.Margin(24, 14, 40, 50), title, description);
    double most = Arrays.stream(shares).max().orElseThrow();
    Scale y = Scale.rounded(0, most * 100, canvas.bottom, canvas.top, 4);
    Scale x = Scale.over(-reach, reach, canvas.left, canvas.right, 8);
    canvas.valueAxis(y);
    for (double tick : x.ticks()) {
      canvas.text("tick mid", x.at(tick), canvas.bottom + 15, x.label(tick));
    }
    double width = reach / BINS_A_SIDE;
    for (int b = 0; b < shares.length; b++) {
      double from = -reach + b * width;
      double to = b == BINS_A_SIDE - 1 ? 0 : from + width;
      if (shares[b] > 0) {
        canvas.box(
            b < BINS_A_SIDE ? "bar drifted" : "bar c2",
            x.at(from) + 1,
            y.at(shares[b] * 100),
            x.at(to) - x.at(from) - 2,
            canvas.bottom - y.at(shares[b] * 100),
            "above %s to %s: %s"
                .formatted(
                    Numbers.fixed(from, 2), Numbers.fixed(to, 2), Numbers.percent(shares[b], 1)));
      }
    }
    canvas.line("axis", x.at(0), canvas.top - 8, x.at(0), canvas.bottom);
    canvas.text("tick end", x.at(0) - 8, canvas.top - 10, belowWords);
    canvas.text("tick", x.at(0) + 8, canvas.top - 10, aboveWords);
    canvas.text(
        "tick mid",
        (canvas.left + canvas.right) / 2,
        canvas.bottom + 33,
        "logit of the rank out of sample (bars: % of choices)");
    return canvas.done();
  }
}
