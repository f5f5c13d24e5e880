package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.spark.FrameTimes;
import org.tidemark.models.split.RowTimes;

/**
 * Every labelled feature row known at the date, read once and kept while a job works on it.
 *
 * @param rows instrument, event_time_nanos, offset, span_end_nanos, label, forward_return, features
 */
public record TrainingFrame(
    Dataset<Row> rows, TrainingColumns columns, Target target, RowTimes times)
    implements AutoCloseable {
  private static final String[] KEY = {"instrument", "event_time_nanos"};

  /** Joins features and labels whose span is complete at the date. */
  public static TrainingFrame load(TableStore store, NightlyArgs args) {
    return load(store, args, Map.of());
  }

  /** The versions of the tables that a frame is read from, as they stand now, by name. */
  static Map<String, Long> versions(TableStore store, ModelColumns columns) {
    Map<String, Long> versions = new TreeMap<>();
    columns.tables().forEach(t -> versions.put(t.qualifiedName(), store.version(t)));
    versions.put(Tables.LABELS.qualifiedName(), store.version(Tables.LABELS));
    return versions;
  }

  private static Dataset<Row> read(TableStore store, Table table, Map<String, Long> versions) {
    Long version = versions.get(table.qualifiedName());
    return version == null ? store.read(table) : store.read(table, version);
  }

  /**
   * The same from earlier versions of the tables.
   *
   * @param versions by name; a table without one is read as it stands now
   */
  static TrainingFrame load(TableStore store, NightlyArgs args, Map<String, Long> versions) {
    ModelColumns set = ModelColumns.of(store, args);
    Labeler labeler = Labeler.parse(args.config().text("label"));
    List<Column> columns = new ArrayList<>();
    for (String key : List.of("instrument", "event_time_nanos")) {
      columns.add(col(key));
    }
    for (String name : List.of("l_offset", "span_end_nanos", "label", "forward_return")) {
      columns.add(col(name));
    }
    set.names().forEach(name -> columns.add(col(name)));
    Dataset<Row> labels =
        labels(store, args, versions)
            .select(
                col("instrument"),
                col("event_time_nanos"),
                col("offset").as("l_offset"),
                col("span_end_nanos"),
                col("label"),
                col("forward_return"));
    Dataset<Row> rows =
        set.rows(table -> read(store, table, versions))
            .where(col("event_time_nanos").leq(args.asOfNanos()))
            .join(labels, KEY)
            .select(columns.toArray(Column[]::new))
            .withColumnRenamed("l_offset", "offset")
            .persist(StorageLevel.MEMORY_AND_DISK());
    if (rows.isEmpty()) {
      throw new IllegalStateException(
          "no labelled rows are known at "
              + args.asOf()
              + set.cross().map(c -> " with a row of features." + c.name()).orElse("")
              + "; ingest earlier data or choose a later --as-of");
    }
    return new TrainingFrame(
        rows,
        new TrainingColumns(set.names(), set.hash(), "label", Optional.empty()),
        target(labeler),
        FrameTimes.of(rows));
  }

  /** The labels whose span is complete at the date. */
  private static Dataset<Row> labels(
      TableStore store, NightlyArgs args, Map<String, Long> versions) {
    return read(store, Tables.LABELS, versions)
        .where(
            col("label_set")
                .equalTo(LabelsJob.labelSet(args))
                .and(col("span_end_nanos").leq(args.asOfNanos())));
  }

  /**
   * Labelled rows that a frame leaves out because they have no cross-instrument row, by instrument:
   * a slower member of the universe holds it back, or the instrument is no member then.
   */
  static Map<String, Long> unmatched(
      TableStore store, NightlyArgs args, Map<String, Long> versions) {
    Map<String, Long> rows = new TreeMap<>();
    ModelColumns set = ModelColumns.of(store, args);
    if (set.cross().isPresent()) {
      set.unmatched(table -> read(store, table, versions))
          .where(col("event_time_nanos").leq(args.asOfNanos()))
          .join(labels(store, args, versions).select(col(KEY[0]), col(KEY[1])), KEY)
          .groupBy("instrument")
          .count()
          .collectAsList()
          .forEach(row -> rows.put(row.getString(0), row.getLong(1)));
    }
    return rows;
  }

  /** Number of rows. */
  public long count() {
    return times.rows();
  }

  /** What a label definition asks a model to predict. */
  public static Target target(Labeler labeler) {
    return switch (labeler.classes()) {
      case 0 -> new Target.Regression();
      case 2 -> new Target.Binary();
      default -> new Target.MultiClass(labeler.classes());
    };
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
