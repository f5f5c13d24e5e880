package org.tidemark.jobs.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lines over time, thinned so that no extreme is lost, with an optional level drawn across. */
final class SvgLineChart {
  private static final int WIDTH = 1080;
  private static final int BUCKETS = 450;

  /** How a line is drawn. */
  enum Fill {
    LINE,
    /** Thin and translucent, so that many lines of one kind show as a fan. */
    FAN,
    /** The area between the line and the level is shaded. */
    AREA
  }

  /**
   * One line.
   *
   * @param colour index in the palette
   * @param points in time order
   */
  record Series(int colour, List<TimeValue> points) {}

  private SvgLineChart() {}

  static Markup draw(
      String id,
      int height,
      String title,
      String description,
      List<Series> series,
      double level,
      Fill fill) {
    double low = level;
    double high = level;
    Instant start = Instant.MAX;
    Instant end = Instant.MIN;
    for (Series s : series) {
      for (TimeValue p : s.points()) {
        low = Math.min(low, Double.isFinite(p.value()) ? p.value() : low);
        high = Math.max(high, Double.isFinite(p.value()) ? p.value() : high);
        start = p.time().isBefore(start) ? p.time() : start;
        end = p.time().isAfter(end) ? p.time() : end;
      }
    }
    Canvas canvas =
        new Canvas(
            id, "wide", WIDTH, height, new Canvas.Margin(10, 16, 24, 58), title, description);
    if (start.isAfter(end)) {
      canvas.text("tick", canvas.left, canvas.top + 20, "no points");
      return canvas.done();
    }
    Scale y = Scale.rounded(low, high, canvas.bottom, canvas.top, Math.max(3, height / 50));
    TimeScale x = new TimeScale(start, end, canvas.left, canvas.right);
    canvas.valueAxis(y);
    canvas.timeAxis(x, 12);
    canvas.line("level", canvas.left, y.at(level), canvas.right, y.at(level));
    for (Series s : series) {
      List<double[]> path = new ArrayList<>();
      for (TimeValue p : Thinning.keepExtremes(s.points(), BUCKETS)) {
        path.add(
            new double[] {
              x.at(p.time()), Double.isFinite(p.value()) ? y.at(p.value()) : Double.NaN
            });
      }
      if (fill == Fill.AREA) {
        canvas.area("area c" + s.colour() % Canvas.COLOURS, path, y.at(level));
      }
      String kind = fill == Fill.FAN ? "line fan c" : "line c";
      canvas.polyline(kind + s.colour() % Canvas.COLOURS, path);
    }
    return canvas.done();
  }
}
