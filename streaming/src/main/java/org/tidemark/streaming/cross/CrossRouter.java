package org.tidemark.streaming.cross;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.lakehouse.spark.RowShape;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.sink.RowRouter;

/**
 * Sends the rows of a universe to its tables: features one beside another, and dead letters.
 *
 * @param rows of {@link #wide}
 */
record CrossRouter(RowShape rows, RowShape dead) implements RowRouter<CrossTotals> {
  private static final int KIND = FoldRows.SCHEMA.fieldIndex("kind");
  private static final int FEATURES = FoldRows.SCHEMA.fieldIndex("features");
  private static final int CONSUMED = FoldRows.SCHEMA.fieldIndex("consumed");
  private static final int VALID = FoldRows.SCHEMA.fieldIndex("valid");
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

  private static InternalRow spread(InternalRow bar) {
    ByteBuffer features = ByteBuffer.wrap(bar.getBinary(FEATURES));
    int width = features.remaining() / Float.BYTES;
    Object[] values = new Object[BAR_COLUMNS + width];
    values[0] = bar.getUTF8String(FoldRows.SCHEMA.fieldIndex("instrument"));
    values[1] = bar.getLong(FoldRows.SCHEMA.fieldIndex("event_time_nanos"));
    values[2] = bar.getLong(FoldRows.SCHEMA.fieldIndex("offset"));
    values[3] = bar.getDouble(FoldRows.SCHEMA.fieldIndex("close"));
    for (int i = 0; i < width; i++) {
      values[BAR_COLUMNS + i] = features.getFloat();
    }
    return new GenericInternalRow(values);
  }

  @Override
  public Route<CrossTotals> begin(Outlets outlets) {
    Consumer<InternalRow> wideRows = outlets.to(rows);
    Consumer<InternalRow> deadRows = outlets.to(dead);
    return new Route<>() {
      private CrossTotals total = CrossTotals.NONE;

      @Override
      public void take(InternalRow row) {
        String kind = row.getUTF8String(KIND).toString();
        switch (kind) {
          case FoldRows.BAR -> {
            total = total.plus(new CrossTotals(0, 0, 0, 1));
            wideRows.accept(spread(row));
          }
          case FoldRows.DEAD -> {
            total = total.plus(new CrossTotals(0, 0, 1, 0));
            deadRows.accept(row);
          }
          case FoldRows.COUNT ->
              total = total.plus(new CrossTotals(row.getLong(CONSUMED), row.getLong(VALID), 0, 0));
          default -> throw new IllegalStateException("a universe gave a row of kind " + kind);
        }
      }

      @Override
      public CrossTotals total() {
        return total;
      }
    };
  }
}
