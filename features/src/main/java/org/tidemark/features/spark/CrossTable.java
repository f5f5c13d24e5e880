package org.tidemark.features.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.Output;
import org.tidemark.features.cross.CrossFeature;
import org.tidemark.features.cross.CrossSet;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;

/** How a cross-instrument set lies in its wide table, which has the columns of any wide table. */
public final class CrossTable {
  private CrossTable() {}

  /** The wide table of a set: the member's bar, then one float per output. */
  public static Table of(CrossSet set) {
    return Tables.wide(set.name(), outputs(set));
  }

  /** The table that a live query writes: the member's bar, the identity of the set, its outputs. */
  public static Table live(CrossSet set) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.required("query", ColumnType.STRING, "query name"),
                Column.required("instrument", ColumnType.STRING, "instrument id"),
                Column.required("event_time", ColumnType.TIMESTAMP, "end of the bar"),
                Column.required("event_time_nanos", ColumnType.LONG, "the same in nanoseconds"),
                Column.required(
                    "offset", ColumnType.LONG, "offset of the last event of the member's bar"),
                Column.required("close", ColumnType.DOUBLE, "last price of the bar"),
                Column.required(
                    "feature_set_hash", ColumnType.STRING, "identity of universe and features"),
                Column.required("batch_id", ColumnType.LONG, "micro-batch")));
    columns.addAll(outputs(set));
    return Table.of(
            "live",
            set.name(),
            "one row per query, member and bar that has its row",
            columns.toArray(Column[]::new))
        .withKey("query", "instrument", "offset");
  }

  private static List<Column> outputs(CrossSet set) {
    return set.features().stream()
        .map(CrossFeature::output)
        .map(
            output ->
                Column.optional(
                    output.name(),
                    ColumnType.FLOAT,
                    output.meaning() + "; unit: " + output.unit() + "; NaN while not ready"))
        .toList();
  }

  /** Rows of {@code features.feature_sets} that describe a set. */
  static List<Row> describe(CrossSet set) {
    List<Row> rows = new ArrayList<>();
    for (CrossFeature feature : set.features()) {
      Output output = feature.output();
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
    return rows;
  }
}
