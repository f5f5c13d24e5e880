package org.tidemark.models.split;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A whole timeline in blocks, some of which are tested while the others train. Labels of one block
 * may reach into the next, never through it.
 */
final class Blocks {
  private final List<Window> windows;
  private final long[] reach;

  private Blocks(List<Window> windows, long[] reach) {
    this.windows = windows;
    this.reach = reach;
  }

  /**
   * Cuts the rows.
   *
   * @param setting name of the number of blocks in the splitter's text
   * @throws IllegalArgumentException if a block has no rows or a label is longer than a block
   */
  static Blocks of(RowTimes rows, Cut cut, int count, String setting) {
    Timeline timeline = rows.timeline();
    List<Window> windows =
        cut.blocks(rows, new Window(timeline.firstNanos(), timeline.lastNanos() + 1), count);
    long[] reach = rows.latestSpanEnds(windows);
    for (int i = 0; i < count; i++) {
      if (reach[i] == Long.MIN_VALUE) {
        throw new IllegalArgumentException(
            "block "
                + i
                + " of "
                + setting
                + "="
                + count
                + ", "
                + windows.get(i).describe()
                + ", has no rows; ask for fewer or cut by=events");
      }
      if (i + 1 < count && reach[i] >= windows.get(i + 1).toNanos()) {
        throw new IllegalArgumentException(
            "labels are longer than a block: one of block "
                + i
                + " ends at "
                + Window.instant(reach[i])
                + ", but block "
                + (i + 1)
                + " of "
                + setting
                + "="
                + count
                + " is "
                + windows.get(i + 1).describe()
                + ", "
                + Duration.ofNanos(windows.get(i + 1).lengthNanos())
                + " long; ask for fewer blocks or a shorter horizon");
      }
    }
    return new Blocks(windows, reach);
  }

  /**
   * The fold that tests some of the blocks.
   *
   * @throws IllegalArgumentException if purge and embargo leave nothing to train on
   */
  Split split(int fold, BitSet tested, Duration embargo) {
    long gap = embargo.toNanos();
    int n = windows.size();
    List<TrainWindow> training = new ArrayList<>();
    long free = Long.MIN_VALUE; // when labels and embargo of the tests so far are over
    for (int i = 0; i < n; i++) {
      if (tested.get(i)) {
        free = Math.max(free, Math.addExact(reach[i], gap));
      } else if (i == 0 || tested.get(i - 1)) {
        int next = tested.nextSetBit(i);
        long limit =
            next < 0
                ? TrainWindow.UNLIMITED
                : Math.subtractExact(windows.get(next).fromNanos(), gap);
        long from = Math.max(windows.get(i).fromNanos(), free);
        long to = Math.min(windows.get(next < 0 ? n - 1 : next - 1).toNanos(), limit);
        if (from < to) {
          training.add(new TrainWindow(new Window(from, to), limit));
        }
      }
    }
    if (training.isEmpty()) {
      throw new IllegalArgumentException(
          "fold "
              + fold
              + ", which tests blocks "
              + tested
              + ", has nothing left to train on: an embargo of "
              + embargo
              + " on both sides of a test and the labels that reach over its edges fill the blocks"
              + " of "
              + Duration.ofNanos(windows.get(0).lengthNanos())
              + " between; ask for a shorter embargo or longer blocks");
    }
    int last = tested.previousClearBit(n - 1);
    List<TestWindow> testing = new ArrayList<>();
    tested.stream()
        .forEach(
            i ->
                testing.add(
                    i > last
                        ? TestWindow.last(windows.get(i))
                        : new TestWindow(windows.get(i), reach[i])));
    return new Split(fold, training, testing, gap);
  }
}
