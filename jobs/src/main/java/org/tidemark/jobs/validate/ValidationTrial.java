package org.tidemark.jobs.validate;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.train.LearnerChoice;
import org.tidemark.jobs.train.RunBlend;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.models.learn.QuantileLearner;
import org.tidemark.models.learn.Rounds;
import org.tidemark.models.overfit.TrialIdentity;

/**
 * Which trial a learner of a validation is, told from the run's settings: every setting counts
 * unless it is known to change nothing, so that a new setting cannot be left out by oversight.
 *
 * <p>The date of a run is no setting: the same trial on another night is looked at again, not
 * chosen anew.
 */
public final class ValidationTrial {
  /** The ledger's scope, who else was validated, and what is done with a model afterwards. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "model", "learners", "interval", "promote.test", "drift.days", "momentum-nn.checkpoints");

  /** Settings that came later, at the value that means what was done before: no new trial. */
  private static final Map<String, String> AS_BEFORE =
      Map.ofEntries(
          Map.entry("weights", "none"),
          Map.entry("calibration", "none"),
          Map.entry("blend", "off"),
          Map.entry("cross", ""),
          Map.entry("xgboost.workers", "auto"),
          Map.entry("xgboost.task.values", "2147483631"),
          Map.entry("xgboost.device", "cpu"),
          Map.entry("xgboost.order", "boosted"),
          Map.entry("xgboost.loss", "squared"),
          Map.entry("xgboost.monotone", ""),
          Map.entry(LearnerChoice.EARLY_STOPPING, Rounds.OFF));

  private static final String XGBOOST = "xgboost";

  /** It fits XGBoost many times, by XGBoost's own settings. */
  private static final String BAGGING = "bagging";

  /** Learners with settings of their own, which begin with their name. */
  private static final Set<String> OF_LEARNERS =
      Set.of(
          XGBOOST,
          BAGGING,
          "elastic-net",
          "random-forest",
          "gbt",
          "gaussian-mixture",
          "momentum-nn");

  private static final String STUDIED = "studied";

  /** How settings were searched for; what was found stands in the settings themselves. */
  private static final String TUNING = "tune.";

  /** What the registry says of the model. */
  private static final String REGISTRY = "registry.";

  private ValidationTrial() {}

  /** Of one learner; settings of one learner make no other trial of another. */
  static TrialIdentity of(NightlyConfig config, String learner) {
    return TrialIdentity.of(config.text("model"), settings(config, learner));
  }

  /**
   * Of one learner in a study. It is never the trial of a validation, whose returns are those of
   * all folds traded in one go; in two studies of the same rows it is the same trial.
   *
   * @param config the settings of the trial
   * @param rows which rows the study has seen, in words
   */
  public static TrialIdentity studied(NightlyConfig config, String learner, String rows) {
    Map<String, String> settings = settings(config, learner);
    settings.put(STUDIED, rows);
    return TrialIdentity.of(config.text("model"), settings);
  }

  /** An ensemble is made of the run's learners, so their settings are its own. */
  private static boolean concerns(String learner, String key, NightlyConfig config) {
    if (learner.equals(RunEnsemble.NAME)) {
      return key.equals(RunEnsemble.NAME)
          || config.list("learners").stream().anyMatch(member -> concerns(member, key, config));
    }
    return !key.equals(RunEnsemble.NAME) && (owner(key).isEmpty() || isSettingOf(learner, key));
  }

  /** The learner whose own setting it is, if it is one's. */
  private static Optional<String> owner(String key) {
    return OF_LEARNERS.stream().filter(name -> key.startsWith(name + ".")).findFirst();
  }

  /** Whether it is a setting of some learner. */
  public static boolean isOfALearner(String key) {
    return owner(key).isPresent();
  }

  /** Whether it is a setting that a fit of this learner reads, and not of all of them. */
  public static boolean isSettingOf(String learner, String key) {
    return owner(key)
        .filter(
            name ->
                name.equals(learner)
                    || name.equals(XGBOOST)
                        && (learner.equals(BAGGING) || learner.startsWith(QuantileLearner.PREFIX)))
        .isPresent();
  }

  private static Map<String, String> settings(NightlyConfig config, String learner) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("learner", learner);
    if (learner.equals(RunEnsemble.NAME)) {
      settings.put("learners", config.text("learners"));
    }
    NightlyConfig.SETTINGS.stream()
        .map(NightlyConfig.Setting::key)
        .filter(key -> !WITHOUT_EFFECT.contains(key))
        .filter(key -> !key.startsWith(TUNING) && !key.startsWith(REGISTRY))
        .filter(key -> concerns(learner, key, config))
        .filter(key -> !key.equals(RunBlend.SETTING) || RunBlend.concerns(config, learner))
        .filter(key -> !config.text(key).equals(AS_BEFORE.get(key)))
        .filter(
            key ->
                !key.equals(LearnerChoice.MONITOR_SHARE)
                    || !config.text(LearnerChoice.EARLY_STOPPING).equals(Rounds.OFF))
        .forEach(key -> settings.put(key, config.text(key)));
    return settings;
  }
}
