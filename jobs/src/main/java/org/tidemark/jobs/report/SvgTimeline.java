package org.tidemark.jobs.report;

import java.time.Instant;
import java.util.List;

/** Rows of spans on one time axis: folds, tasks, coverage. */
final class SvgTimeline {
  private static final int WIDTH = 1080;

  /**
   * One span.
   *
   * @param cssClass how it is filled
   * @param words shown when pointed at
   */
  record Block(String cssClass, Instant start, Instant end, String words) {}

  /**
   * One row.
   *
   * @param label shown at the left
   */
  record Row(String label, List<Block> blocks) {}

  private SvgTimeline() {}

  static Markup draw(
      String id,
      String title,
      String description,
      List<Row> rows,
      double labelWidth,
      double rowHeight) {
    Instant start = Instant.MAX;
    Instant end = Instant.MIN;
    for (Row row : rows) {
      for (Block b : row.blocks()) {
        start = b.start().isBefore(start) ? b.start() : start;
        end = b.end().isAfter(end) ? b.end() : end;
      }
    }
    int height = (int) Math.ceil(rowHeight * rows.size() + 34);
    Canvas canvas =
        new Canvas(
            id,
            "wide",
            WIDTH,
            height,
            new Canvas.Margin(6, 24, 26, labelWidth),
            title,
            description);
    if (start.isAfter(end)) {
      canvas.text("tick", canvas.left, canvas.top + 14, "no spans");
      return canvas.done();
    }
    TimeScale x = new TimeScale(start, end, canvas.left, canvas.right);
    canvas.timeAxis(x, 12);
    for (int i = 0; i < rows.size(); i++) {
      double y = canvas.top + rowHeight * i;
      canvas.text("tick end", canvas.left - 8, y + rowHeight / 2 + 3.5, rows.get(i).label());
      for (Block b : rows.get(i).blocks()) {
        double from = x.at(b.start());
        // A purge of an hour in ten years would be thinner than a hair: it is drawn at least this
        // wide.
        double width = Math.max(x.at(b.end()) - from, 2);
        canvas.box(b.cssClass(), from, y + rowHeight * 0.14, width, rowHeight * 0.72, b.words());
      }
    }
    return canvas.done();
  }
}
