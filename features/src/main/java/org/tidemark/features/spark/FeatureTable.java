package org.tidemark.features.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Output;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;

/** How a feature set lies in its wide table. */
public final class FeatureTable {
  /** The columns of the bar, which stand before those of the set. */
  static final StructType BAR =
      new StructType()
          .add("instrument", DataTypes.StringType, true)
          .add("event_time", DataTypes.TimestampType, false)
          .add("event_time_nanos", DataTypes.LongType, false)
          .add("offset", DataTypes.LongType, false)
          .add("open_time_nanos", DataTypes.LongType, false)
          .add("open", DataTypes.DoubleType, false)
          .add("high", DataTypes.DoubleType, false)
          .add("low", DataTypes.DoubleType, false)
          .add("close", DataTypes.DoubleType, false)
          .add("volume", DataTypes.DoubleType, false);

  private FeatureTable() {}

  /** The wide table of a set: its bar, then one float per output. */
  public static Table of(FeatureSet set) {
    List<Column> outputs = new ArrayList<>();
    for (Feature<?> feature : set.features()) {
      for (Output output : feature.outputs()) {
        outputs.add(
            Column.optional(
                output.name(),
                ColumnType.FLOAT,
                output.meaning() + "; unit: " + output.unit() + "; NaN while not ready"));
      }
    }
    return Tables.wide(set.name(), outputs);
  }

  /** The columns of the table, in order, from the rows of a fold. */
  static Dataset<Row> columns(Dataset<WideRow> rows, FeatureSet set) {
    return columns(rows, set.outputNames());
  }

  /** The same for outputs of those names. */
  static Dataset<Row> columns(Dataset<WideRow> rows, List<String> outputs) {
    List<org.apache.spark.sql.Column> columns = new ArrayList<>();
    columns.add(col("instrument"));
    // Whole numbers all the way; a time before 1970 is cut downwards too.
    columns.add(
        expr("timestamp_micros((eventTimeNanos - pmod(eventTimeNanos, 1000)) div 1000)")
            .as("event_time"));
    columns.add(col("eventTimeNanos").as("event_time_nanos"));
    columns.add(col("offset"));
    columns.add(col("openTimeNanos").as("open_time_nanos"));
    for (String name : List.of("open", "high", "low", "close", "volume")) {
      columns.add(col(name));
    }
    for (int i = 0; i < outputs.size(); i++) {
      columns.add(col("values").getItem(i).as(outputs.get(i)));
    }
    return rows.select(columns.toArray(org.apache.spark.sql.Column[]::new));
  }

  /** What a set is made of, for people: its sampler, then each feature with its columns. */
  static List<String> parts(FeatureSet set) {
    List<String> parts = new ArrayList<>(List.of(set.sampler().id()));
    for (Feature<?> feature : set.features()) {
      parts.add(
          feature.id()
              + feature.outputs().stream()
                  .map(Output::name)
                  .collect(Collectors.joining(",", "(", ")")));
    }
    return List.copyOf(parts);
  }

  /** Rows of {@code features.feature_sets} that describe a set. */
  public static List<Row> describe(FeatureSet set) {
    List<Row> rows = new ArrayList<>();
    for (Feature<?> feature : set.features()) {
      for (Output output : feature.outputs()) {
        rows.add(
            RowFactory.create(
                set.name(),
                set.hash(),
                rows.size(),
                feature.id().name(),
                feature.id().version(),
                output.name(),
                output.unit(),
                output.meaning(),
                set.sampler().id()));
      }
    }
    return rows;
  }
}
