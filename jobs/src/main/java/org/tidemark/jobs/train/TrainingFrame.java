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
import org.tidemark.features.FeatureSet;
import org.tidemark.features.label.Labeler;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.feature.LabelsJob;
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

  /** Joins features and labels whose span is complete at the date. */
  public static TrainingFrame load(TableStore store, NightlyArgs args) {
    return load(store, args, Map.of());
  }

  /** The versions of the tables that a frame is read from, as they stand now, by name. */
  static Map<String, Long> versions(TableStore store, FeatureSet set) {
    Map<String, Long> versions = new TreeMap<>();
    for (Table table : List.of(FeatureTable.of(set), Tables.LABELS)) {
      versions.put(table.qualifiedName(), store.version(table));
    }
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
    FeatureSet set = FeaturesJob.set(store, args);
    Labeler labeler = Labeler.parse(args.config().text("label"));
    List<Column> columns = new ArrayList<>();
    for (String key : List.of("instrument", "event_time_nanos")) {
      columns.add(col(key));
    }
    for (String name : List.of("l_offset", "span_end_nanos", "label", "forward_return")) {
      columns.add(col(name));
    }
    set.outputNames().forEach(name -> columns.add(col(name)));
    Dataset<Row> labels =
        read(store, Tables.LABELS, versions)
            .where(
                col("label_set")
                    .equalTo(LabelsJob.labelSet(args))
                    .and(col("span_end_nanos").leq(args.asOfNanos())))
            .select(
                col("instrument"),
                col("event_time_nanos"),
                col("offset").as("l_offset"),
                col("span_end_nanos"),
                col("label"),
                col("forward_return"));
    Dataset<Row> rows =
        read(store, FeatureTable.of(set), versions)
            .where(col("event_time_nanos").leq(args.asOfNanos()))
            .join(labels, new String[] {"instrument", "event_time_nanos"})
            .select(columns.toArray(Column[]::new))
            .withColumnRenamed("l_offset", "offset")
            .persist(StorageLevel.MEMORY_AND_DISK());
    if (rows.isEmpty()) {
      throw new IllegalStateException(
          "no labelled rows are known at "
              + args.asOf()
              + "; ingest earlier data or choose a later --as-of");
    }
    return new TrainingFrame(
        rows,
        new TrainingColumns(set.outputNames(), set.hash(), "label", Optional.empty()),
        target(labeler),
        FrameTimes.of(rows));
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
