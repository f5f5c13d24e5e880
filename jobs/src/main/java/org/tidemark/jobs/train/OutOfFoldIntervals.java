package org.tidemark.jobs.train;

import java.util.List;
import java.util.Optional;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.ensemble.MemberScores;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.uncertain.IntervalMethod;

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
    if (method instanceof IntervalMethod.Quantiles quantiles) {
      QuantilePair.of(quantiles).need(config, text);
    }
    return Optional.of(method);
  }

  /**
   * The models of a run by whose scores the labels of a model are placed: its own, or both
   * quantiles of which it is one.
   *
   * @param model its name in the run
   * @return none for a model that is no part of an interval
   */
  private static List<String> read(IntervalMethod method, String model) {
    if (method instanceof IntervalMethod.Quantiles quantiles) {
      List<String> pair = QuantilePair.of(quantiles).names();
      return pair.contains(model) ? pair : List.of();
    }
    return List.of(model);
  }

  /**
   * The stored out-of-fold scores that place the labels of a model; empty for one that is no part
   * of an interval.
   *
   * @param model its name in the run
   * @param version of the table of out-of-fold scores
   */
  public static Optional<MemberScores> scores(
      TableStore store,
      NightlyArgs args,
      IntervalMethod method,
      String model,
      Target target,
      long version) {
    List<Predictions> each =
        read(method, model).stream()
            .map(name -> OutOfFoldScores.of(store, args, name, target, version).predictions())
            .toList();
    return each.isEmpty() ? Optional.empty() : Optional.of(new MemberScores(each));
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
        .flatMap(
            m ->
                scores(store, args, m, model, target, version)
                    .map(scores -> m.fit(scores.each()).id()))
        .orElse(NONE);
  }
}
