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
    return Tables.wide(
        set.name(),
        set.features().stream()
            .map(CrossFeature::output)
            .map(
                output ->
                    Column.optional(
                        output.name(),
                        ColumnType.FLOAT,
                        output.meaning() + "; unit: " + output.unit() + "; NaN while not ready"))
            .toList());
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
