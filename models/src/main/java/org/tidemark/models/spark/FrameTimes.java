package org.tidemark.models.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Timeline;
import org.tidemark.models.split.Window;

/**
 * The times of the rows of a frame, counted where the rows lie: whatever their number, the driver
 * sees some thousands of counts. The answers are exact and the same for any layout.
 *
 * @param frame has event_time_nanos and span_end_nanos
 */
public record FrameTimes(Dataset<Row> frame, Timeline timeline, long rows) implements RowTimes {
  private static final int CELLS = 4096;
  private static final String TIME = "event_time_nanos";
  private static final String SPAN_END = "span_end_nanos";

  /**
   * The rows of a frame.
   *
   * @throws IllegalArgumentException if they do not stand at two instants at least
   */
  public static FrameTimes of(Dataset<Row> frame) {
    Row extent = frame.selectExpr("count(*)", "min(" + TIME + ")", "max(" + TIME + ")").head();
    long rows = extent.getLong(0);
    if (rows < 2) {
      throw new IllegalArgumentException(
          rows + " rows have a label; a split needs more: label more rows first");
    }
    return new FrameTimes(frame, new Timeline(extent.getLong(1), extent.getLong(2)), rows);
  }

  @Override
  public RowTimes trainedBy(Split split) {
    return of(frame.where(split.trainPredicateSql(TIME, SPAN_END)));
  }

  @Override
  public long[] rowsBefore(long... timesNanos) {
    return numbers(
        Arrays.stream(timesNanos).mapToObj(t -> "count_if(" + TIME + " < " + t + ")").toList());
  }

  @Override
  public long[] latestSpanEnds(List<Window> windows) {
    return numbers(
        windows.stream()
            .map(
                w ->
                    "coalesce(max(CASE WHEN %s THEN %s END), %s)"
                        .formatted(within(w), SPAN_END, "-9223372036854775808"))
            .toList());
  }

  private static String within(Window w) {
    return TIME + " >= " + w.fromNanos() + " AND " + TIME + " < " + w.toNanos();
  }

  private long[] numbers(List<String> expressions) {
    if (expressions.isEmpty()) {
      return new long[0];
    }
    Row row = frame.select(expressions.stream().map(functions::expr).toArray(Column[]::new)).head();
    long[] values = new long[expressions.size()];
    Arrays.setAll(values, row::getLong);
    return values;
  }

  /** Where the row of a rank is known to stand, and how many rows of the stretch are before it. */
  private record Stretch(Window window, long rank) {}

  /** Rows of one cell of a stretch. */
  private record Cell(long rows, long first, long last) {}

  /** {@inheritDoc} Counts cells of ever shorter stretches until one instant is left in each. */
  @Override
  public long[] timesAt(long... ranks) {
    long[] found = new long[ranks.length];
    List<Integer> open = new ArrayList<>();
    Stretch[] where = new Stretch[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      where[i] = new Stretch(new Window(timeline.firstNanos(), timeline.lastNanos() + 1), ranks[i]);
      open.add(i);
    }
    while (!open.isEmpty()) {
      List<Window> windows = open.stream().map(i -> where[i].window()).distinct().toList();
      List<List<Cell>> cells = cells(windows);
      for (int i : List.copyOf(open)) {
        long before = 0;
        for (Cell cell : cells.get(windows.indexOf(where[i].window()))) {
          if (where[i].rank() < before + cell.rows()) {
            where[i] =
                new Stretch(new Window(cell.first(), cell.last() + 1), where[i].rank() - before);
            if (cell.first() == cell.last()) {
              found[i] = cell.first();
              open.remove((Integer) i);
            }
            break;
          }
          before += cell.rows();
        }
      }
    }
    return found;
  }

  /** The cells of each window that have rows, in order of time. */
  private List<List<Cell>> cells(List<Window> windows) {
    StringBuilder number = new StringBuilder("CASE");
    StringBuilder cell = new StringBuilder("CASE");
    for (int i = 0; i < windows.size(); i++) {
      Window w = windows.get(i);
      long width = (w.lengthNanos() - 1) / CELLS + 1;
      number.append(" WHEN ").append(within(w)).append(" THEN ").append(i);
      cell.append(" WHEN ")
          .append(within(w))
          .append(" THEN (%s - (%d)) div %d".formatted(TIME, w.fromNanos(), width));
    }
    List<List<Cell>> cells = new ArrayList<>();
    windows.forEach(w -> cells.add(new ArrayList<>()));
    frame
        .where(windows.stream().map(w -> "(" + within(w) + ")").collect(Collectors.joining(" OR ")))
        .groupBy(
            functions.expr(number + " END").as("stretch"), functions.expr(cell + " END").as("cell"))
        .agg(functions.count("*"), functions.min(TIME), functions.max(TIME))
        .orderBy("stretch", "cell")
        .collectAsList()
        .forEach(
            r -> cells.get(r.getInt(0)).add(new Cell(r.getLong(2), r.getLong(3), r.getLong(4))));
    return cells;
  }
}
