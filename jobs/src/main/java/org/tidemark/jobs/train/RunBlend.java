package org.tidemark.jobs.train;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.ensemble.BlendedModel;
import org.tidemark.models.form.Blend;
import org.tidemark.models.learn.SharedFrame;

/**
 * The adaptive blend of a run, if its settings ask for one: the score of every learner but the
 * baseline goes through it, in each fold and in the final model, before anything else is learned
 * from scores. So what is measured, calibrated, certified and served is the blend, in one graph,
 * and the baseline is what it must beat.
 */
public final class RunBlend {
  /** The setting. */
  public static final String SETTING = "blend";

  private static final String OFF = "off";

  private RunBlend() {}

  /**
   * What the setting says; empty for none.
   *
   * @param columns of the feature set, in order
   * @throws IllegalArgumentException for other text, another column or a label of three classes
   */
  public static Optional<Blend> of(NightlyConfig config, List<String> columns) {
    String text = config.text(SETTING);
    if (text.equals(OFF)) {
      return Optional.empty();
    }
    Target target = TrainingFrame.target(Labeler.parse(config.text("label")));
    if (target.width() > 1) {
      throw new IllegalArgumentException(
          "setting blend mixes one score with one base signal, but label "
              + config.text("label")
              + " gives "
              + target.width()
              + " scores; set blend=off");
    }
    return Optional.of(Blend.parse(text, columns));
  }

  /** Whether the scores of a learner of the run are blended: not those of the baseline. */
  public static boolean concerns(NightlyConfig config, String learner) {
    List<String> learners = config.list("learners");
    return learners.size() < 2 || !learner.equals(learners.get(learners.size() - 1));
  }

  /** A fitted model as it is measured and served. */
  public static FormedModel applied(FormedModel model, NightlyConfig config, String learner) {
    return finish(config, model.featureNames(), learner).of(model);
  }

  /**
   * The same for models that are fitted in a task.
   *
   * @param columns of the feature set, in order
   */
  public static SharedFrame.Finish finish(
      NightlyConfig config, List<String> columns, String learner) {
    Optional<Blend> blend = of(config, columns).filter(b -> concerns(config, learner));
    if (blend.isEmpty()) {
      return fitted -> fitted;
    }
    Blend mixed = blend.get();
    return fitted -> new BlendedModel(fitted, mixed);
  }

  /**
   * A model from the bytes of one that was {@link #applied}.
   *
   * @param own what reads the bytes of the learner's model
   */
  static FormedModel load(
      byte[] bytes, NightlyConfig config, String learner, Function<byte[], FormedModel> own) {
    return config.text(SETTING).equals(OFF) || !concerns(config, learner)
        ? own.apply(bytes)
        : BlendedModel.load(bytes, own);
  }
}
