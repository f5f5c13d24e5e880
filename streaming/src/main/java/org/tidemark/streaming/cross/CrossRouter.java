package org.tidemark.streaming.cross;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.spark.RowShape;
import org.tidemark.streaming.feature.BarRow;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.feature.FoldTotals;
import org.tidemark.streaming.sink.RowRouter;

/**
 * Sends the rows of a universe to its tables: features one beside another, and dead letters.
 *
 * @param rows of {@link #wide}
 */
record CrossRouter(RowShape rows, RowShape dead) implements RowRouter<FoldTotals> {
  private static final int BAR_COLUMNS = 4;

  /** A bar, then one column for each of its features. */
  static StructType wide(List<String> features) {
    StructType schema =
        new StructType()
            .add("instrument", DataTypes.StringType, false)
            .add("event_time_nanos", DataTypes.LongType, false)
            .add("offset", DataTypes.LongType, false)
            .add("close", DataTypes.DoubleType, false);
    for (String feature : features) {
      schema = schema.add(feature, DataTypes.FloatType, false);
    }
    return schema;
  }

  private static InternalRow spread(BarRow bar, float[] features) {
    bar.features(features);
    Object[] values = new Object[BAR_COLUMNS + features.length];
    values[0] = bar.instrument();
    values[1] = bar.eventTimeNanos();
    values[2] = bar.offset();
    values[3] = bar.close();
    for (int i = 0; i < features.length; i++) {
      values[BAR_COLUMNS + i] = features[i];
    }
    return new GenericInternalRow(values);
  }

  @Override
  public StructType takes() {
    return FoldRows.SCHEMA;
  }

  @Override
  public Route<FoldTotals> begin(Outlets outlets) {
    Consumer<InternalRow> wideRows = outlets.to(rows);
    Consumer<InternalRow> deadRows = outlets.to(dead);
    float[] features = new float[rows.given().size() - BAR_COLUMNS];
    return new Route<>() {
      private final FoldTotals.Counter counter = new FoldTotals.Counter();

      @Override
      public void take(InternalRow row) {
        switch (counter.take(row)) {
          case FoldRows.BAR -> wideRows.accept(spread(new BarRow(row), features));
          case FoldRows.DEAD -> deadRows.accept(row);
          case FoldRows.COUNT -> {} // is counted, and that is all
          default ->
              throw new IllegalStateException("a universe gave a row that no table takes: " + row);
        }
      }

      @Override
      public FoldTotals total() {
        return counter.totals();
      }
    };
  }
}
