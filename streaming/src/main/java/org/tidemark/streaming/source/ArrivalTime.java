package org.tidemark.streaming.source;

import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import org.apache.spark.sql.Column;

/**
 * Timestamps of Kafka records and of files in nanoseconds. One whose nanoseconds no long holds,
 * before 1685 or after 2255, as of a producer that took microseconds for milliseconds, counts as
 * the nearest that one does: an overflow would end the query at that record for ever. Spark's own
 * source overflows from 9.2e15 milliseconds on, before any column is there.
 */
public final class ArrivalTime {
  private static final long LAST_MILLIS = 9_000_000_000_000L;
  private static final long MICROS = 1_000;
  private static final long NANOS = 1_000_000;

  private ArrivalTime() {}

  /** Of the column that Spark makes of the timestamp. */
  public static Column nanos(Column timestamp) {
    Column micros = unix_micros(timestamp);
    return greatest(lit(-LAST_MILLIS * MICROS), least(lit(LAST_MILLIS * MICROS), micros))
        .multiply(lit(NANOS / MICROS));
  }

  /** Of the number that a client of Kafka gives. */
  public static long nanos(long millis) {
    return Math.max(-LAST_MILLIS, Math.min(LAST_MILLIS, millis)) * NANOS;
  }
}
