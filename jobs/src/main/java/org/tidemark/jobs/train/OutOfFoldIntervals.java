package org.tidemark.jobs.train;

import java.util.Optional;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.uncertain.IntervalMethod;
import org.tidemark.models.uncertain.IntervalRule;

/**
 * Where the labels of a run's final model lie: a rule that is fitted on all the out-of-fold scores
 * that its validation left, which no model gave to a row that it was fitted on.
 */
public final class OutOfFoldIntervals {
  /** What the setting and a manifest say where there are no intervals. */
  public static final String NONE = "none";

  private OutOfFoldIntervals() {}

  /** What the setting asks for; empty for none. Refuses what does not fit the label. */
  public static Optional<IntervalMethod> method(NightlyConfig config) {
    String text = config.text("interval");
    if (text.equals(NONE)) {
      return Optional.empty();
    }
    IntervalMethod method = IntervalMethod.parse(text);
    method.need(TrainingFrame.target(Labeler.parse(config.text("label"))));
    if (OutOfFoldCalibration.method(config).isPresent()) {
      throw new IllegalArgumentException(
          "setting interval = "
              + text
              + " is learned from scores as they are before calibration, but calibration = "
              + config.text("calibration")
              + " changes those that are served; set one of them to none");
    }
    return Optional.of(method);
  }

  /**
   * Fits, if the settings ask for it.
   *
   * @param model its name in the run
   * @param version of the table of out-of-fold scores
   * @return the rule's text, or {@value #NONE}
   */
  static String fit(TableStore store, NightlyArgs args, String model, Target target, long version) {
    return method(args.config())
        .map(m -> m.fit(OutOfFoldScores.of(store, args, model, target, version).predictions()))
        .map(IntervalRule::id)
        .orElse(NONE);
  }
}
