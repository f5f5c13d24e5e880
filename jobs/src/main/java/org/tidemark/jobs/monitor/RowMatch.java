package org.tidemark.jobs.monitor;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.features.FeatureRow;

/**
 * Matches the rows of one instrument that live closed with those of a replay, bar by bar, and
 * counts the values whose bits differ. Values are compared as bit patterns, so that two NaNs are
 * equal only if all their bits are. Both sides come in the order of their bars; rows that wait for
 * the other side are held in memory.
 */
final class RowMatch {
  /** Stands for an output where a bar has no live row. */
  static final int MISSING = -1;

  /** Stands for an output where a live row has no bar. */
  static final int EXTRA = -2;

  /**
   * A row that live wrote.
   *
   * @param features float32 values, big-endian
   */
  record LiveRow(long offset, long eventTimeNanos, byte[] features) {}

  /**
   * What is wrong with one output, with the first bar that shows it.
   *
   * @param output position of the output, or {@link #MISSING} or {@link #EXTRA}
   * @param rows rows with the fault
   * @param bits differing bits of these, 0 for whole rows
   * @param live bits that live has in the first one, 0 for whole rows
   * @param batch bits that the replay has in it, 0 for whole rows
   */
  record Fault(
      int output, long rows, long bits, long offset, long eventTimeNanos, int live, int batch) {
    Fault and(Fault later) {
      return new Fault(
          output, rows + later.rows, bits + later.bits, offset, eventTimeNanos, live, batch);
    }
  }

  private final int width;
  private final Fault[] faults;
  private final ArrayDeque<LiveRow> lived = new ArrayDeque<>();
  private final ArrayDeque<FeatureRow> replayed = new ArrayDeque<>();
  private long compared;

  /**
   * @param width number of outputs
   */
  RowMatch(int width) {
    this.width = width;
    this.faults = new Fault[width + 2];
  }

  /** Takes the next row of the replay. */
  void replayed(FeatureRow row) {
    replayed.add(row);
    match();
  }

  /** Takes the next row that live wrote. */
  void lived(LiveRow row) {
    lived.add(row);
    match();
  }

  /** No more rows come: those that still wait have no counterpart. */
  void end() {
    lived.forEach(this::extra);
    replayed.forEach(this::missing);
    lived.clear();
    replayed.clear();
  }

  /** Rows that both sides have. */
  long compared() {
    return compared;
  }

  /** What was found wrong, by output. */
  List<Fault> faults() {
    List<Fault> found = new ArrayList<>();
    for (Fault fault : faults) {
      if (fault != null) {
        found.add(fault);
      }
    }
    return found;
  }

  private void match() {
    while (!lived.isEmpty() && !replayed.isEmpty()) {
      LiveRow live = lived.peek();
      FeatureRow batch = replayed.peek();
      int byTime = Long.compare(live.eventTimeNanos(), batch.bar().eventTimeNanos());
      int order = byTime != 0 ? byTime : Long.compare(live.offset(), batch.bar().offset());
      if (order < 0) {
        extra(lived.poll());
      } else if (order > 0) {
        missing(replayed.poll());
      } else {
        compare(lived.poll(), replayed.poll());
      }
    }
  }

  private void compare(LiveRow live, FeatureRow batch) {
    if (live.features().length != width * Float.BYTES) {
      extra(live);
      missing(batch);
      return;
    }
    compared++;
    IntBuffer bits = ByteBuffer.wrap(live.features()).asIntBuffer();
    for (int i = 0; i < width; i++) {
      int there = bits.get(i);
      int here = Float.floatToRawIntBits(batch.values()[i]);
      if (there != here) {
        add(
            new Fault(
                i,
                1,
                Integer.bitCount(there ^ here),
                live.offset(),
                live.eventTimeNanos(),
                there,
                here));
      }
    }
  }

  private void extra(LiveRow row) {
    add(new Fault(EXTRA, 1, 0, row.offset(), row.eventTimeNanos(), 0, 0));
  }

  private void missing(FeatureRow row) {
    add(new Fault(MISSING, 1, 0, row.bar().offset(), row.bar().eventTimeNanos(), 0, 0));
  }

  private void add(Fault fault) {
    int at = fault.output() < 0 ? width - 1 - fault.output() : fault.output();
    faults[at] = faults[at] == null ? fault : faults[at].and(fault);
  }
}
