package org.tidemark.jobs.train;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.FormedModel;
import org.tidemark.models.learn.SharedFrame;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;
import org.tidemark.models.weight.SampleWeights;

/**
 * Many fits on windows of one frame. A learner that fits inside a task picks its window from a copy
 * of the frame that every task can reach, if the frame is small enough and its rows weigh the same;
 * any other fit reads the rows of its window. Those two give the same models.
 */
public final class WindowFits implements AutoCloseable {
  /** Where fits of a learner run. */
  public enum Place {
    SHARED("one task a fit, which picks its rows from a copy of the frame in each executor"),
    OWN_ROWS("one task a fit, to which the rows of its window are sent"),
    CLUSTER("Spark jobs of the learner's own on the rows of its window"),
    DISTRIBUTED("they fit together, each on its part of the rows of the window");

    private final String words;

    Place(String words) {
      this.words = words;
    }

    /** In words. */
    public String words() {
      return words;
    }
  }

  private final TrainingFrame frame;
  private final Optional<SharedFrame> shared;

  private WindowFits(TrainingFrame frame, Optional<SharedFrame> shared) {
    this.frame = frame;
    this.shared = shared;
  }

  /**
   * Fits of some learners; reads the frame now if one of them can share it.
   *
   * @param weights of the windows; all rows weigh the same without
   */
  public static WindowFits of(
      TrainingFrame frame, List<WindowLearner> learners, Optional<SampleWeights> weights) {
    boolean share = learners.stream().anyMatch(l -> place(frame, l, weights) == Place.SHARED);
    return new WindowFits(
        frame,
        share ? Optional.of(SharedFrame.of(frame.rows(), frame.columns())) : Optional.empty());
  }

  /** Where a learner's fits run on a frame of this size. */
  public static Place place(
      TrainingFrame frame, WindowLearner learner, Optional<SampleWeights> weights) {
    Place alone = placeAlone(learner);
    return alone == Place.OWN_ROWS
            && weights.isEmpty()
            && SharedFrame.holds(frame.count(), frame.columns().features().size())
        ? Place.SHARED
        : alone;
  }

  /** Where a single fit of a learner runs, with no others beside it to share a frame. */
  public static Place placeAlone(WindowLearner learner) {
    if (learner instanceof WindowLearner.OnCluster) {
      return Place.CLUSTER;
    }
    return learner instanceof WindowLearner.OnWorkers ? Place.DISTRIBUTED : Place.OWN_ROWS;
  }

  /** A place in words, with the reason and the sizes that decide. */
  public static String explain(
      Place place, WindowLearner learner, NightlyConfig config, TrainingFrame frame) {
    int columns = frame.columns().features().size();
    return String.format(
        Locale.ROOT,
        "%s%s, as %s (%,d rows of %d columns, %,d bytes as floats); %s",
        learner instanceof WindowLearner.OnWorkers several
            ? several.learner().workers() + " workers: "
            : "",
        place.words(),
        LearnerChoice.why(learner, config, frame),
        frame.count(),
        columns,
        frame.count() * columns * Float.BYTES,
        FitSizes.words(learner, config, frame.count() * columns));
  }

  /**
   * Fits a learner.
   *
   * @param split whose training rows the window has
   */
  public FormedModel fit(WindowLearner learner, Split split, TrainingWindow window, long seed) {
    if (sharing(learner, window) && learner instanceof WindowLearner.InTask inTask) {
      return inTask.fit(shared.orElseThrow(), split, frame.target(), seed);
    }
    return learner.fit(window.rows(), window.columns(), frame.target(), window.count(), seed);
  }

  /**
   * Fits a learner and scores the rows that the split tests in the same task, where the fit picks
   * its rows from a shared frame; empty elsewhere.
   *
   * @param finish makes of the fitted model the one that is asked
   */
  public Optional<SharedFrame.Tested> fitAndTest(
      WindowLearner learner,
      Split split,
      TrainingWindow window,
      long seed,
      SharedFrame.Finish finish) {
    return sharing(learner, window) && learner instanceof WindowLearner.InTask inTask
        ? Optional.of(inTask.fitAndTest(shared.orElseThrow(), split, frame.target(), seed, finish))
        : Optional.empty();
  }

  private boolean sharing(WindowLearner learner, TrainingWindow window) {
    return shared.isPresent()
        && window.columns().weight().isEmpty()
        && learner instanceof WindowLearner.InTask;
  }

  @Override
  public void close() {
    shared.ifPresent(SharedFrame::close);
  }
}
