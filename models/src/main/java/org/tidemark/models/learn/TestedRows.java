package org.tidemark.models.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.split.Split;

/** The rows of a shared frame that a split tests, with the scores that a task gave them. */
final class TestedRows {
  private TestedRows() {}

  /**
   * Puts them together.
   *
   * @param scores per block, those of its tested rows
   */
  static Predictions of(List<FrameBlock> blocks, Split split, Target target, float[][] scores) {
    int width = target.width();
    int rows = Arrays.stream(scores).mapToInt(s -> s.length / width).sum();
    long[] times = new long[rows];
    long[] ends = new long[rows];
    int[] instruments = new int[rows];
    int[] folds = new int[rows];
    double[] labels = new double[rows];
    double[] said = new double[rows * width];
    double[] returns = new double[rows];
    Arrays.fill(folds, split.fold());
    List<String> names = new ArrayList<>();
    int at = 0;
    for (int b = 0; b < scores.length; b++) {
      FrameBlock block = blocks.get(b);
      names.addAll(block.names());
      int[] tested = block.tested(split);
      for (int i = 0; i < tested.length; i++, at++) {
        times[at] = block.times()[tested[i]];
        ends[at] = block.spanEnds()[tested[i]];
        instruments[at] = block.instruments()[tested[i]];
        labels[at] = block.labels()[tested[i]];
        returns[at] = block.returns()[tested[i]];
        for (int k = 0; k < width; k++) {
          said[at * width + k] = scores[b][i * width + k];
        }
      }
    }
    return new Predictions(
        target, times, ends, byName(instruments, names), folds, labels, said, returns);
  }

  /** Numbers by the names of those that are there. */
  private static int[] byName(int[] instruments, List<String> names) {
    List<String> sorted =
        Arrays.stream(instruments).distinct().mapToObj(names::get).sorted().toList();
    int[] numbers = names.stream().mapToInt(sorted::indexOf).toArray();
    return Arrays.stream(instruments).map(i -> numbers[i]).toArray();
  }
}
