package org.tidemark.streaming.realtime;

import java.util.function.Consumer;

/** One partition of a log, as far as a replay needs it. */
interface PartitionLog extends AutoCloseable {
  /** The first offset that it still holds. */
  long beginning();

  /**
   * Passes on the records {@code [from, to)} in order; ends or fails within a deadline.
   *
   * @throws IllegalStateException if one of them is not there
   */
  void read(long from, long to, Consumer<LogRecord> into);

  @Override
  void close();
}
