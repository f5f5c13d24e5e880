package org.tidemark.streaming.feature;

import java.nio.ByteBuffer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureRow;

/**
 * What the folds of a micro-batch put out, three kinds of row in one table, because a stateful
 * operator has one output: {@link #BAR} with the features of a closed bar, {@link #DEAD} with a
 * tick that could not be used, {@link #COUNT} with the ticks of one key.
 */
public final class FoldRows {
  /** Kind of a row: features of a closed bar. */
  public static final String BAR = "BAR";

  /** Kind of a row: a tick that could not be used. */
  public static final String DEAD = "DEAD";

  /** Kind of a row: ticks received ({@code consumed}) and taken ({@code valid}) for one key. */
  public static final String COUNT = "COUNT";

  /**
   * All columns; those of other kinds are null. {@code features} holds the float32 values in order,
   * big-endian.
   */
  public static final StructType SCHEMA =
      new StructType()
          .add("kind", DataTypes.StringType, false)
          .add("instrument", DataTypes.StringType, true)
          .add("offset", DataTypes.LongType, true)
          .add("event_time_nanos", DataTypes.LongType, true)
          .add("closed_by_offset", DataTypes.LongType, true)
          .add("close", DataTypes.DoubleType, true)
          .add("features", DataTypes.BinaryType, true)
          .add("source", DataTypes.StringType, true)
          .add("source_partition", DataTypes.StringType, true)
          .add("source_offset", DataTypes.LongType, true)
          .add("reason", DataTypes.StringType, true)
          .add("detail", DataTypes.StringType, true)
          .add("raw", DataTypes.StringType, true)
          .add("consumed", DataTypes.LongType, true)
          .add("valid", DataTypes.LongType, true);

  private FoldRows() {}

  static Row bar(FeatureRow row, long closedByOffset) {
    ByteBuffer features = ByteBuffer.allocate(row.values().length * Float.BYTES);
    for (float value : row.values()) {
      features.putFloat(value);
    }
    return RowFactory.create(
        BAR,
        row.bar().instrument().value(),
        row.bar().offset(),
        row.bar().eventTimeNanos(),
        closedByOffset,
        row.bar().close(),
        features.array(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static Row dead(Keyed.Tick tick, String reason, String detail) {
    return RowFactory.create(
        DEAD,
        tick instanceof Keyed.Good good ? good.event().instrument().value() : null,
        null,
        null,
        null,
        null,
        null,
        tick.place().source(),
        tick.place().partition(),
        tick.place().offset(),
        reason,
        detail,
        tick.raw(),
        null,
        null);
  }

  static Row count(long consumed, long valid) {
    return RowFactory.create(
        COUNT, null, null, null, null, null, null, null, null, null, null, null, null, consumed,
        valid);
  }
}
