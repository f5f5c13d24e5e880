package org.tidemark.streaming.feature;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A bar with its features among the rows of a fold.
 *
 * @param row of {@link FoldRows#SCHEMA}
 */
public record BarRow(InternalRow row) {
  private static final int INSTRUMENT = FoldRows.SCHEMA.fieldIndex("instrument");
  private static final int OFFSET = FoldRows.SCHEMA.fieldIndex("offset");
  private static final int EVENT_TIME = FoldRows.SCHEMA.fieldIndex("event_time_nanos");
  private static final int CLOSED_BY = FoldRows.SCHEMA.fieldIndex("closed_by_offset");
  private static final int CLOSE = FoldRows.SCHEMA.fieldIndex("close");
  private static final int FEATURES = FoldRows.SCHEMA.fieldIndex("features");

  /** The instrument; good as long as the row. */
  public UTF8String instrument() {
    return row.getUTF8String(INSTRUMENT);
  }

  /** Offset of its last event. */
  public long offset() {
    return row.getLong(OFFSET);
  }

  /** Its end. */
  public long eventTimeNanos() {
    return row.getLong(EVENT_TIME);
  }

  /** Offset of the event that closed it. */
  public long closedByOffset() {
    return row.getLong(CLOSED_BY);
  }

  /** Its last price. */
  public double close() {
    return row.getDouble(CLOSE);
  }

  /** Bytes of the float32 values, big-endian. */
  public byte[] features() {
    return row.getBinary(FEATURES);
  }

  /**
   * Copies the float32 values.
   *
   * @throws IllegalStateException if there are not as many as places
   */
  public void features(float[] into) {
    byte[] bytes = features();
    if (bytes.length != into.length * Float.BYTES) {
      throw new IllegalStateException(
          "a row of " + bytes.length / Float.BYTES + " features met models of " + into.length);
    }
    ByteBuffer.wrap(bytes).asFloatBuffer().get(into);
  }
}
