package org.tidemark.streaming.score;

import java.nio.ByteBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.tidemark.streaming.feature.FoldRows;

/**
 * A bar with its features among the rows of a fold.
 *
 * @param row of {@link FoldRows#SCHEMA}
 */
record BarRow(InternalRow row) {
  private static final int INSTRUMENT = FoldRows.SCHEMA.fieldIndex("instrument");
  private static final int OFFSET = FoldRows.SCHEMA.fieldIndex("offset");
  private static final int EVENT_TIME = FoldRows.SCHEMA.fieldIndex("event_time_nanos");
  private static final int CLOSED_BY = FoldRows.SCHEMA.fieldIndex("closed_by_offset");
  private static final int CLOSE = FoldRows.SCHEMA.fieldIndex("close");
  private static final int FEATURES = FoldRows.SCHEMA.fieldIndex("features");

  UTF8String instrument() {
    return row.getUTF8String(INSTRUMENT);
  }

  long offset() {
    return row.getLong(OFFSET);
  }

  long eventTimeNanos() {
    return row.getLong(EVENT_TIME);
  }

  long closedByOffset() {
    return row.getLong(CLOSED_BY);
  }

  double close() {
    return row.getDouble(CLOSE);
  }

  /** Bytes of the float32 values, big-endian. */
  byte[] features() {
    return row.getBinary(FEATURES);
  }

  /** The float32 values. */
  void features(float[] into) {
    byte[] bytes = features();
    if (bytes.length != into.length * Float.BYTES) {
      throw new IllegalStateException(
          "a row of " + bytes.length / Float.BYTES + " features met models of " + into.length);
    }
    ByteBuffer.wrap(bytes).asFloatBuffer().get(into);
  }
}
