package org.tidemark.models.split;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.session.Calendar;

/**
 * Blocks of equally many sessions. A block begins at the open of its first session, so what is
 * stamped at a close or after it, up to the next open, still belongs to the session that closed.
 *
 * @param calendar which sessions there are
 */
public record SessionCut(Calendar calendar) implements Cut {
  @Override
  public String id() {
    return ",by=session,calendar=" + calendar.id();
  }

  @Override
  public List<Window> blocks(RowTimes rows, Window stretch, int count) {
    List<Long> begins = new ArrayList<>();
    begins.add(stretch.fromNanos());
    for (long open = calendar.next(stretch.fromNanos()).openNanos();
        open < stretch.toNanos();
        open = calendar.next(open).openNanos()) {
      begins.add(open);
    }
    if (begins.size() < count) {
      throw new IllegalArgumentException(
          begins.size()
              + " sessions of calendar "
              + calendar.id()
              + " lie in "
              + stretch.describe()
              + ", too few for "
              + count
              + " blocks of one at least; ask for fewer folds or cut by=time");
    }
    List<Window> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long to = i + 1 < count ? begins.get(at(begins, i + 1, count)) : stretch.toNanos();
      blocks.add(new Window(begins.get(at(begins, i, count)), to));
    }
    return blocks;
  }

  private static int at(List<Long> begins, int i, int count) {
    return Math.toIntExact((long) begins.size() * i / count);
  }

  @Override
  public long trainedAt(RowTimes rows, TrainLength length) {
    return Cut.TIME.trainedAt(rows, length);
  }

  @Override
  public long[] trainsFrom(RowTimes rows, TrainLength length, long... ends) {
    return Cut.TIME.trainsFrom(rows, length, ends);
  }

  @Override
  public long beginsAt(long nanos) {
    return calendar.next(nanos - 1).openNanos();
  }
}
