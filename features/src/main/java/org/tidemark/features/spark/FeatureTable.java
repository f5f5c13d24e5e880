package org.tidemark.features.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Output;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.market.Bar;

/** How a feature set lies in its wide table. */
public final class FeatureTable {
  /** Columns of the bar, before the outputs. */
  static final int BAR_COLUMNS = 10;

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

  static Row toRow(FeatureRow row) {
    Bar bar = row.bar();
    Object[] values = new Object[BAR_COLUMNS + row.values().length];
    values[0] = bar.instrument().value();
    values[1] = EventRows.timestamp(bar.eventTimeNanos());
    values[2] = bar.eventTimeNanos();
    values[3] = bar.offset();
    values[4] = bar.openTimeNanos();
    values[5] = bar.open();
    values[6] = bar.high();
    values[7] = bar.low();
    values[8] = bar.close();
    values[9] = bar.volume();
    for (int i = 0; i < row.values().length; i++) {
      values[BAR_COLUMNS + i] = row.values()[i];
    }
    return RowFactory.create(values);
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
