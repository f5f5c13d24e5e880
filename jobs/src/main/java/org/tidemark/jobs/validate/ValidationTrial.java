package org.tidemark.jobs.validate;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.overfit.TrialIdentity;

/**
 * Which trial a learner of a validation is, told from the run's settings: every setting counts
 * unless it is known to change nothing, so that a new setting cannot be left out by oversight.
 *
 * <p>The date of a run is no setting: the same trial on another night is looked at again, not
 * chosen anew.
 */
final class ValidationTrial {
  /** The ledger's scope, who else was validated, and what a drift check looks at. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("model", "learners", "drift.days");

  /** Settings that came later, at the value that means what was done before: no new trial. */
  private static final Map<String, String> AS_BEFORE = Map.of("weights", "none");

  private static final String XGBOOST = "xgboost";

  private ValidationTrial() {}

  /** Of one learner; settings of XGBoost make no other trial of another learner. */
  static TrialIdentity of(NightlyConfig config, String learner) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("learner", learner);
    NightlyConfig.SETTINGS.stream()
        .map(NightlyConfig.Setting::key)
        .filter(key -> !WITHOUT_EFFECT.contains(key))
        .filter(key -> learner.equals(XGBOOST) || !key.startsWith(XGBOOST + "."))
        .filter(key -> !config.text(key).equals(AS_BEFORE.get(key)))
        .forEach(key -> settings.put(key, config.text(key)));
    return TrialIdentity.of(config.text("model"), settings);
  }
}
