package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The events that some starts have not seen, by instrument. What is known at the date ends, in each
 * instrument's log, before the first event that is later: an event behind it is not known yet,
 * whatever its own time, or a run day by day would take events in another order than one run.
 */
final class NewEvents {
  /** About as many as a task folds in a few seconds and one output file holds well. */
  private static final long EVENTS_PER_TASK = 500_000;

  /** With more names than these the files are chosen by offset alone. */
  private static final int MOST_NAMES = 200;

  /** The new events of one instrument: fewer than {@code most}, with offsets below {@code end}. */
  private record Extent(Start start, long most, long end) {}

  private final TableStore store;
  private final Dataset<StoredEvent> events;
  private final long lastKnown;
  private final List<Extent> extents;

  private NewEvents(
      TableStore store, Dataset<StoredEvent> events, long lastKnown, List<Extent> extents) {
    this.store = store;
    this.events = events;
    this.lastKnown = lastKnown;
    this.extents = extents;
  }

  /**
   * Looks once at offset and time of the events.
   *
   * @param events of all instruments
   * @param lastKnown event time after which nothing is known
   */
  static NewEvents find(
      TableStore store, Dataset<StoredEvent> events, List<Start> starts, long lastKnown) {
    Dataset<StoredEvent> unseen = events.where(unseen(starts));
    Map<String, Row> found = new HashMap<>();
    Column known = col("eventTimeNanos").leq(lastKnown);
    List<Row> seen = new ArrayList<>();
    starts.forEach(s -> seen.add(RowFactory.create(s.instrument(), s.lastOffset())));
    StructType names = new StructType().add("name", "string").add("seen", "long");
    unseen
        .join(
            broadcast(store.spark().createDataFrame(seen, names)),
            col("instrument").equalTo(col("name")).and(col("offset").gt(col("seen"))),
            "left_semi")
        .groupBy("instrument")
        .agg(
            count(when(known, 1)).as("most"),
            min(when(known, col("offset"))).as("first"),
            min(when(known, lit(null)).otherwise(col("offset"))).as("end"))
        .collectAsList()
        .forEach(row -> found.put(row.getString(0), row));
    List<Extent> extents = new ArrayList<>();
    for (Start start : starts) {
      Row row = found.get(start.instrument());
      if (row != null && !row.isNullAt(2)) {
        long end = row.isNullAt(3) ? Long.MAX_VALUE : row.getLong(3);
        if (row.getLong(2) < end) {
          extents.add(new Extent(start, row.getLong(1), end));
        }
      }
    }
    return new NewEvents(store, unseen, lastKnown, extents);
  }

  /** A condition that skips files and keeps the plan small; the joins are exact. */
  private static Column unseen(List<Start> starts) {
    Map<Long, List<Start>> groups = new TreeMap<>();
    starts.forEach(s -> groups.computeIfAbsent(s.afterNanos(), k -> new ArrayList<>()).add(s));
    Column any = lit(false);
    for (List<Start> group : groups.values()) {
      long offset = group.stream().mapToLong(Start::lastOffset).min().orElseThrow();
      Column after = col("offset").gt(offset);
      Object[] names = group.stream().map(Start::instrument).toArray();
      any = any.or(names.length > MOST_NAMES ? after : col("instrument").isin(names).and(after));
    }
    return any;
  }

  boolean isEmpty() {
    return extents.isEmpty();
  }

  /** Starts of the instruments that have new events. */
  List<Start> starts() {
    return extents.stream().map(Extent::start).toList();
  }

  /** The events in the order of their logs, all of an instrument in one partition. */
  Dataset<StoredEvent> inLogOrder() {
    long all = extents.stream().mapToLong(Extent::most).sum();
    int cores = store.spark().sparkContext().defaultParallelism();
    long wanted = Math.max(cores, (all + EVENTS_PER_TASK - 1) / EVENTS_PER_TASK);
    int tasks = (int) Math.min(wanted, extents.size());
    StructType bounds =
        new StructType()
            .add("name", "string")
            .add("seen", "long")
            .add("end", "long")
            .add("task", "int")
            .add("number", "int");
    return events
        .where(col("eventTimeNanos").leq(lastKnown))
        .join(
            broadcast(store.spark().createDataFrame(shared(tasks), bounds)),
            col("instrument")
                .equalTo(col("name"))
                .and(col("offset").gt(col("seen")))
                .and(col("offset").lt(col("end"))))
        .repartitionById(tasks, col("task"))
        .sortWithinPartitions("number", "offset")
        .as(Encoders.bean(StoredEvent.class));
  }

  /** The largest first, each to the task that has least: a hash could put all into one. */
  private List<Row> shared(int tasks) {
    record Load(int task, long events) {}
    PriorityQueue<Load> loads =
        new PriorityQueue<>(Comparator.comparingLong(Load::events).thenComparing(Load::task));
    for (int task = 0; task < tasks; task++) {
      loads.add(new Load(task, 0));
    }
    List<Extent> largest = new ArrayList<>(extents);
    largest.sort(Comparator.comparingLong(Extent::most).reversed());
    List<Row> rows = new ArrayList<>();
    for (Extent extent : largest) {
      Load least = loads.remove();
      loads.add(new Load(least.task(), least.events() + extent.most()));
      Start start = extent.start();
      rows.add(
          RowFactory.create(
              start.instrument(), start.lastOffset(), extent.end(), least.task(), rows.size()));
    }
    return rows;
  }
}
