package org.tidemark.streaming.feature;

import java.nio.ByteBuffer;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.tidemark.features.FeatureRow;
import org.tidemark.market.wire.WireWriter;

/**
 * What the folds of a micro-batch put out, six kinds of row in one table, because a stateful
 * operator has one output: {@link #BAR} with the features of a closed bar, {@link #PROVISIONAL}
 * with those of a bar in the making as if it closed with a tick, {@link #TICK} with a tick that was
 * taken, {@link #DEAD} with one that could not be used, {@link #BEGIN} with what an instrument
 * began with, {@link #COUNT} with the ticks of one key.
 */
public final class FoldRows {
  /** Kind of a row: features of a closed bar. */
  public static final String BAR = "BAR";

  /**
   * Kind of a row: features of the bar in the making as if it closed with a tick, whose offset is
   * in {@code closed_by_offset}; only with {@link Every#TICK}.
   */
  public static final String PROVISIONAL = "PROVISIONAL";

  /** Kind of a row: a tick that was taken. */
  public static final String TICK = "TICK";

  /** Kind of a row: a tick that could not be used. */
  public static final String DEAD = "DEAD";

  /** Kind of a row: the state that the first tick taken of an instrument was fed to. */
  public static final String BEGIN = "BEGIN";

  /** Kind of a row: ticks received ({@code consumed}) and taken ({@code valid}) for one key. */
  public static final String COUNT = "COUNT";

  /**
   * All columns; those of other kinds are null. {@code features} holds the float32 values in order,
   * big-endian; {@code raw} the message, which of a tick that was taken is always whole.
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
          .add("arrival_nanos", DataTypes.LongType, true)
          .add("reason", DataTypes.StringType, true)
          .add("detail", DataTypes.StringType, true)
          .add("raw", DataTypes.StringType, true)
          .add("saved_until_nanos", DataTypes.LongType, true)
          .add("snapshot", DataTypes.BinaryType, true)
          .add("consumed", DataTypes.LongType, true)
          .add("valid", DataTypes.LongType, true);

  private FoldRows() {}

  static Row bar(FeatureRow row, long closedByOffset) {
    return featured(BAR, row, closedByOffset);
  }

  static Row provisional(FeatureRow row, long tickOffset) {
    return featured(PROVISIONAL, row, tickOffset);
  }

  private static Row featured(String kind, FeatureRow row, long byOffset) {
    ByteBuffer features = ByteBuffer.allocate(row.values().length * Float.BYTES);
    for (float value : row.values()) {
      features.putFloat(value);
    }
    return new Filling(kind)
        .put("instrument", row.bar().instrument().value())
        .put("offset", row.bar().offset())
        .put("event_time_nanos", row.bar().eventTimeNanos())
        .put("closed_by_offset", byOffset)
        .put("close", row.bar().close())
        .put("features", features.array())
        .row();
  }

  static Row tick(Keyed.Good tick) {
    return new Filling(TICK)
        .put("instrument", tick.event().instrument().value())
        .put("offset", tick.event().offset())
        .put("event_time_nanos", tick.event().eventTimeNanos())
        .put(tick.place())
        .put("arrival_nanos", tick.arrivalNanos())
        // A message that may have been cut is written anew: the same event in fewer bytes.
        .put(
            "raw",
            tick.raw().length() < Keyed.MAX_RAW ? tick.raw() : WireWriter.write(tick.event()))
        .row();
  }

  static Row dead(Keyed.Tick tick, String reason, String detail) {
    Filling row =
        new Filling(DEAD)
            .put(tick.place())
            .put("reason", reason)
            .put("detail", detail)
            .put("raw", tick.raw());
    return tick instanceof Keyed.Good good
        ? row.put("instrument", good.event().instrument().value()).row()
        : row.row();
  }

  static Row begin(Keyed.Good first, InstrumentFold.Origin origin) {
    Filling row =
        new Filling(BEGIN)
            .put("instrument", first.event().instrument().value())
            .put("offset", first.event().offset())
            .put("snapshot", origin.snapshot());
    return origin.savedUntilNanos().isPresent()
        ? row.put("saved_until_nanos", origin.savedUntilNanos().getAsLong()).row()
        : row.row();
  }

  static Row count(long consumed, long valid) {
    return new Filling(COUNT).put("consumed", consumed).put("valid", valid).row();
  }

  /** A row in the making: what is not put is null. */
  private static final class Filling {
    private final Object[] values = new Object[SCHEMA.size()];

    Filling(String kind) {
      put("kind", kind);
    }

    Filling put(String column, Object value) {
      values[SCHEMA.fieldIndex(column)] = value;
      return this;
    }

    Filling put(Keyed.Place place) {
      return put("source", place.source())
          .put("source_partition", place.partition())
          .put("source_offset", place.offset());
    }

    Row row() {
      return RowFactory.create(values);
    }
  }
}
