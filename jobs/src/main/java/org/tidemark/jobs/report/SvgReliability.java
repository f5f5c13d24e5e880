package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A reliability curve with 95 % Wilson intervals above the histogram of scores, both over the same
 * score axis.
 */
final class SvgReliability {
  private static final int WIDTH = 350;
  private static final int HEIGHT = 400;
  private static final double NORMAL_975 = 1.959963984540054;

  /**
   * Bins with fewer rows say nothing and are left out of the curve; the histogram and the table
   * keep them.
   */
  static final long ENOUGH = 30;

  private SvgReliability() {}

  static Markup draw(
      String id, String title, String description, Calibration calibration, int colour) {
    double low = 1;
    double high = 0;
    long most = 1;
    for (Calibration.CalibrationBin b : calibration.bins()) {
      if (b.n() > 0) {
        if (b.n() >= ENOUGH) {
          low = Math.min(low, Math.min(b.low(), b.positiveShare()));
          high = Math.max(high, Math.max(b.high(), b.positiveShare()));
        }
        most = Math.max(most, b.n());
      }
    }
    Canvas canvas =
        new Canvas(
            id, "small", WIDTH, HEIGHT, new Canvas.Margin(10, 12, 38, 50), title, description);
    if (low > high) {
      canvas.text("tick", canvas.left, canvas.top + 20, "no bin has " + ENOUGH + " rows");
      return canvas.done();
    }
    low = Math.max(0, low);
    high = Math.min(1, high);
    double foot = canvas.bottom - 92;
    Scale x = Scale.rounded(low, high, canvas.left, canvas.right, 5);
    Scale y = new Scale(x.low(), x.high(), foot, canvas.top, x.step());
    canvas.valueAxis(y);
    canvas.valueAxisBelow(x);
    canvas.line("level", x.at(x.low()), y.at(x.low()), x.at(x.high()), y.at(x.high()));
    Scale rows = Scale.over(0, most, canvas.bottom, foot + 22, 2);
    canvas.line("axis", canvas.left, canvas.bottom, canvas.right, canvas.bottom);
    canvas.text("tick end", canvas.left - 6, foot + 26, Numbers.count(most));
    canvas.text("tick end", canvas.left - 6, canvas.bottom + 3.5, "0");
    List<double[]> path = new ArrayList<>();
    for (Calibration.CalibrationBin b : calibration.bins()) {
      String words =
          "score "
              + Numbers.fixed(b.low(), 2)
              + " to "
              + Numbers.fixed(b.high(), 2)
              + ": "
              + Numbers.count(b.n())
              + " rows, mean score "
              + Numbers.fixed(b.meanScore(), 4)
              + ", positive "
              + Numbers.fixed(b.positiveShare(), 4);
      if (b.high() <= x.low() || b.low() >= x.high()) {
        continue;
      }
      double from = x.clamped(b.low());
      canvas.box(
          "bar c" + colour % Canvas.COLOURS,
          from + 0.5,
          rows.at(b.n()),
          x.clamped(b.high()) - from - 1,
          canvas.bottom - rows.at(b.n()),
          words);
      if (b.n() >= ENOUGH) {
        Estimate e = wilson(b.positiveShare(), b.n());
        double at = x.clamped(b.meanScore());
        canvas.line(
            "whisker c" + colour % Canvas.COLOURS, at, y.clamped(e.low()), at, y.clamped(e.high()));
        path.add(new double[] {at, y.clamped(b.positiveShare())});
        canvas.marker(colour, at, y.clamped(b.positiveShare()), 3, words);
      }
    }
    canvas.polyline("line thin c" + colour % Canvas.COLOURS, path);
    canvas.text(
        "tick mid",
        (canvas.left + canvas.right) / 2,
        canvas.bottom + 31,
        "score (curve: share positive; bars: rows)");
    return canvas.done();
  }

  /** Wilson's score interval for a share, 95 %. */
  static Estimate wilson(double share, long n) {
    double z2 = NORMAL_975 * NORMAL_975;
    double centre = (share + z2 / (2 * n)) / (1 + z2 / n);
    double half =
        NORMAL_975 / (1 + z2 / n) * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
    return new Estimate(share, Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
