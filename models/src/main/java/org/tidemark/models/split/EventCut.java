package org.tidemark.models.split;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Blocks of equally many rows of all instruments. A block begins at the time of its first row, so
 * rows that stand at the same instant are never parted: they all belong to the block that begins
 * there, and a block may have so many rows more or fewer.
 *
 * <p>A training share is a share of the rows; a training length in time stays one in time.
 */
public record EventCut() implements Cut {
  @Override
  public String id() {
    return ",by=events";
  }

  @Override
  public List<Window> blocks(RowTimes rows, Window stretch, int count) {
    long[] ends = rows.rowsBefore(stretch.fromNanos(), stretch.toNanos());
    long n = ends[1] - ends[0];
    if (n < count) {
      throw new IllegalArgumentException(
          n
              + " rows stand in "
              + stretch.describe()
              + ", too few for "
              + count
              + " blocks of one at least; ask for fewer folds or label more rows");
    }
    long[] ranks = new long[count];
    for (int i = 0; i < count; i++) {
      ranks[i] = ends[0] + n / count * i + n % count * i / count;
    }
    long[] begins = rows.timesAt(ranks);
    for (int i = 1; i < count; i++) {
      if (begins[i] <= begins[i - 1]) {
        throw new IllegalArgumentException(
            "block "
                + (i - 1)
                + " of "
                + count
                + " would have no rows: "
                + n / count
                + " or more of "
                + n
                + " rows stand at the same instant "
                + Window.instant(begins[i])
                + ", and rows of one instant are not parted; ask for fewer folds");
      }
    }
    List<Window> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      blocks.add(
          new Window(
              i == 0 ? stretch.fromNanos() : begins[i],
              i + 1 < count ? begins[i + 1] : stretch.toNanos()));
    }
    return blocks;
  }

  @Override
  public long trainedAt(RowTimes rows, TrainLength length) {
    return length instanceof TrainLength.Share share
        ? rows.timesAt(trained(rows, share))[0]
        : Cut.TIME.trainedAt(rows, length);
  }

  @Override
  public long[] trainsFrom(RowTimes rows, TrainLength length, long... ends) {
    if (!(length instanceof TrainLength.Share share)) {
      return Cut.TIME.trainsFrom(rows, length, ends);
    }
    long trained = trained(rows, share);
    return rows.timesAt(
        Arrays.stream(rows.rowsBefore(ends)).map(r -> Math.max(0, r - trained)).toArray());
  }

  private static long trained(RowTimes rows, TrainLength.Share share) {
    return Math.max(1, (long) (share.share() * rows.rows()));
  }

  @Override
  public long beginsAt(long nanos) {
    return nanos;
  }
}
