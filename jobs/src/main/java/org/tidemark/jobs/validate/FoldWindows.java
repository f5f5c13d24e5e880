package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tidemark.jobs.fold.FoldCounts;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.train.TrainingWindow;
import org.tidemark.models.split.Split;
import org.tidemark.models.weight.SampleWeights;

/**
 * What each fold trains on, weighed fold by fold, and what that leaves to count.
 *
 * @param windows in order of the folds
 * @param counts likewise
 */
public record FoldWindows(List<TrainingWindow> windows, List<FoldCounts> counts)
    implements AutoCloseable {

  /**
   * The windows of folds.
   *
   * @param counted rows of the folds before they are weighed
   */
  public static FoldWindows of(
      TrainingFrame frame,
      List<Split> splits,
      List<FoldCounts> counted,
      Optional<SampleWeights> weights) {
    List<TrainingWindow> windows = new ArrayList<>();
    List<FoldCounts> counts = new ArrayList<>();
    for (Split split : splits) {
      FoldCounts count = counted.get(split.fold());
      TrainingWindow window =
          TrainingWindow.of(
              frame,
              frame.rows().where(split.trainPredicateSql("event_time_nanos", "span_end_nanos")),
              count.trained(),
              weights);
      windows.add(window);
      counts.add(count.withWeightless(window.weightless()));
    }
    return new FoldWindows(windows, counts);
  }

  @Override
  public void close() {
    windows.forEach(TrainingWindow::close);
  }
}
