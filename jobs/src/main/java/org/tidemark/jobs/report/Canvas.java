package org.tidemark.jobs.report;

import java.util.List;

/**
 * One inline SVG picture with a title and a description for those who cannot see it, and the axes
 * that all charts share.
 */
final class Canvas {
  /**
   * Colours in the style sheet; a learner beyond them takes the first again, with its own shape.
   */
  static final int COLOURS = 8;

  final Markup svg = new Markup();
  final double left;
  final double top;
  final double right;
  final double bottom;

  /** Room around the plot for labels, in pixels. */
  record Margin(double top, double right, double bottom, double left) {}

  /**
   * @param id unique in the page; letters, digits and dashes
   * @param cssClass {@code wide} for pictures that scroll sideways on a phone, {@code small} for
   *     small multiples
   */
  Canvas(
      String id,
      String cssClass,
      int width,
      int height,
      Margin margin,
      String title,
      String description) {
    left = margin.left();
    top = margin.top();
    right = width - margin.right();
    bottom = height - margin.bottom();
    svg.open(
        "svg",
        "class",
        cssClass,
        "viewBox",
        "0 0 " + width + " " + height,
        "role",
        "img",
        "aria-labelledby",
        id + "-t " + id + "-d");
    svg.element("title", title, "id", id + "-t");
    svg.element("desc", description, "id", id + "-d");
  }

  /** Horizontal grid lines with labels at the left. */
  void valueAxis(Scale scale) {
    for (double tick : scale.ticks()) {
      double y = scale.at(tick);
      line("grid", left, y, right, y);
      text("tick end", left - 6, y + 3.5, scale.label(tick));
    }
  }

  /** Vertical grid lines with labels below. */
  void valueAxisBelow(Scale scale) {
    for (double tick : scale.ticks()) {
      double x = scale.at(tick);
      line("grid", x, top, x, bottom);
      text("tick mid", x, bottom + 15, scale.label(tick));
    }
  }

  /** Vertical grid lines at whole days, months or years, with labels below. */
  void timeAxis(TimeScale scale, int atMost) {
    for (TimeScale.Tick tick : scale.ticks(atMost)) {
      double x = scale.at(tick.time());
      line("grid", x, top, x, bottom);
      text("tick mid", x, bottom + 15, tick.label());
    }
  }

  void line(String cssClass, double x1, double y1, double x2, double y2) {
    svg.empty(
        "line",
        "class",
        cssClass,
        "x1",
        Numbers.at(x1),
        "y1",
        Numbers.at(y1),
        "x2",
        Numbers.at(x2),
        "y2",
        Numbers.at(y2));
  }

  void text(String cssClass, double x, double y, String words) {
    svg.element("text", words, "class", cssClass, "x", Numbers.at(x), "y", Numbers.at(y));
  }

  /** A rectangle that shows its words when pointed at. */
  void box(String cssClass, double x, double y, double width, double height, String words) {
    svg.open(
        "rect",
        "class",
        cssClass,
        "x",
        Numbers.at(x),
        "y",
        Numbers.at(y),
        "width",
        Numbers.at(Math.max(width, 0)),
        "height",
        Numbers.at(Math.max(height, 0)));
    svg.element("title", words);
    svg.close("rect");
  }

  /**
   * A marker whose shape, not only colour, tells learners apart; it shows its words when pointed
   * at.
   */
  void marker(int colour, double x, double y, double size, String words) {
    svg.open("path", "class", "mark c" + colour % COLOURS, "d", shape(colour, x, y, size));
    svg.element("title", words);
    svg.close("path");
  }

  /** The outline of a circle; it shows its words when pointed at. */
  void ring(int colour, double x, double y, double radius, String words) {
    svg.open(
        "circle",
        "class",
        "ring c" + colour % COLOURS,
        "cx",
        Numbers.at(x),
        "cy",
        Numbers.at(y),
        "r",
        Numbers.at(radius));
    svg.element("title", words);
    svg.close("circle");
  }

  /** The learner's line and marker for a legend, in a box of 26 by 12. */
  static void key(Markup svg, int colour) {
    svg.empty("path", "class", "line c" + colour % COLOURS, "d", "M0 6L26 6");
    svg.empty("path", "class", "mark c" + colour % COLOURS, "d", shape(colour, 13, 6, 3.6));
  }

  private static String shape(int shape, double x, double y, double size) {
    return switch (shape % 4) {
      case 0 -> "M" + pair(x - size, y) + arc(size, 2 * size) + arc(size, -2 * size) + "z";
      case 1 ->
          polygon(x - size, y - size, x + size, y - size, x + size, y + size, x - size, y + size);
      case 2 -> polygon(x, y - 1.3 * size, x + 1.3 * size, y, x, y + 1.3 * size, x - 1.3 * size, y);
      default -> polygon(x, y - 1.2 * size, x + 1.2 * size, y + size, x - 1.2 * size, y + size);
    };
  }

  private static String arc(double radius, double across) {
    return "a" + pair(radius, radius) + " 0 1 0 " + pair(across, 0);
  }

  private static String pair(double x, double y) {
    return Numbers.at(x) + " " + Numbers.at(y);
  }

  /** A line through points; a NaN leaves a hole. */
  void polyline(String cssClass, List<double[]> points) {
    svg.empty("path", "class", cssClass, "d", path(points));
  }

  /** The area between points and a horizontal line. */
  void area(String cssClass, List<double[]> points, double base) {
    if (points.isEmpty()) {
      return;
    }
    double last = points.get(points.size() - 1)[0];
    svg.empty(
        "path",
        "class",
        cssClass,
        "d",
        path(points) + "L" + pair(last, base) + "L" + pair(points.get(0)[0], base) + "Z");
  }

  Markup done() {
    return svg.close("svg");
  }

  private static String path(List<double[]> points) {
    StringBuilder d = new StringBuilder();
    boolean pen = false;
    for (double[] p : points) {
      if (Double.isNaN(p[1])) {
        pen = false;
        continue;
      }
      d.append(pen ? 'L' : 'M').append(pair(p[0], p[1]));
      pen = true;
    }
    return d.isEmpty() ? "M0 0" : d.toString();
  }

  private static String polygon(double... xy) {
    StringBuilder d = new StringBuilder();
    for (int i = 0; i < xy.length; i += 2) {
      d.append(i == 0 ? 'M' : 'L').append(pair(xy[i], xy[i + 1]));
    }
    return d.append('Z').toString();
  }
}
