package org.tidemark.streaming.realtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A partition of a log in memory, whose old records can be let go. */
final class MemoryLog implements PartitionLog {
  private final List<byte[]> values = new ArrayList<>();
  private long beginning;
  private long replays;

  void add(byte[] value) {
    values.add(value);
  }

  long end() {
    return values.size();
  }

  /** Records of all replays so far. */
  long replayed() {
    return replays;
  }

  /** Retention: records below an offset are gone. */
  void forget(long below) {
    beginning = Math.max(beginning, below);
  }

  LogRecord at(long offset) {
    if (offset < beginning) {
      throw new IllegalStateException("offset " + offset + " is gone");
    }
    return new LogRecord(0, offset, offset * 1_000_000_000_000L, values.get((int) offset));
  }

  @Override
  public long beginning() {
    return beginning;
  }

  @Override
  public void read(long from, long to, Consumer<LogRecord> into) {
    for (long offset = from; offset < to; offset++) {
      into.accept(at(offset));
      replays++;
    }
  }

  @Override
  public void close() {}
}
