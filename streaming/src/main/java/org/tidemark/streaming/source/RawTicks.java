package org.tidemark.streaming.source;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of a raw tick: one message as received, with its place in the log. */
public final class RawTicks {
  /** Topic or folder. */
  public static final String SOURCE = "source";

  /** Partition of the topic, or name of the file. */
  public static final String SOURCE_PARTITION = "source_partition";

  /** Offset in the partition, or line of the file from 0. */
  public static final String SOURCE_OFFSET = "source_offset";

  /**
   * When the message was stored, nanoseconds since the epoch: the broker's timestamp, or the file's
   * modification time. It is data of the source and the same when a batch is read again.
   */
  public static final String ARRIVAL_NANOS = "arrival_nanos";

  /** The bytes of the message; null for a message without a value. */
  public static final String RAW = "raw";

  /** All of the above, in this order. */
  public static final StructType SCHEMA =
      new StructType()
          .add(SOURCE, DataTypes.StringType, false)
          .add(SOURCE_PARTITION, DataTypes.StringType, false)
          .add(SOURCE_OFFSET, DataTypes.LongType, false)
          .add(ARRIVAL_NANOS, DataTypes.LongType, false)
          .add(RAW, DataTypes.BinaryType, true);

  private RawTicks() {}
}
