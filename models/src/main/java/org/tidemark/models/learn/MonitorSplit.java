package org.tidemark.models.learn;

import java.util.Optional;
import java.util.stream.IntStream;
import org.tidemark.models.Decisions;
import org.tidemark.models.TrainingSet;

/**
 * A training window parted in time: rows to learn from, and later ones to watch.
 *
 * <p>The watched rows are the last ones, of a share of all; rows that stand at one instant are not
 * parted, so they may be a few more. A row is learned from when its whole label span ends at or
 * before the first watched row. So no label that is learned reaches into the watched stretch; rows
 * whose label does are left out.
 */
record MonitorSplit(TrainingSet fitting, TrainingSet monitor) {

  /** Parts a window; nothing where no row is left to learn from. */
  static Optional<MonitorSplit> of(TrainingSet data, double share) {
    Decisions decisions =
        data.decisions()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a fit that stops early needs the times and returns of its rows; give the"
                            + " training set its decisions, or turn early stopping off"));
    long[] times = decisions.eventTimeNanos();
    int begins = data.rows() - (int) Math.ceil(share * data.rows());
    long from = times[begins];
    int[] fitting =
        IntStream.range(0, begins).filter(i -> decisions.spanEndNanos()[i] <= from).toArray();
    int[] monitor = IntStream.range(0, data.rows()).filter(i -> times[i] >= from).toArray();
    return fitting.length == 0
        ? Optional.empty()
        : Optional.of(new MonitorSplit(data.only(fitting), data.only(monitor)));
  }

  /** The last rows that are learned from, as many as are watched where there are so many. */
  TrainingSet recent() {
    int rows = Math.min(fitting.rows(), monitor.rows());
    return fitting.only(IntStream.range(fitting.rows() - rows, fitting.rows()).toArray());
  }
}
