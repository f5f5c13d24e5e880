package org.tidemark.models.overfit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All trials ever recorded, of any model: each once, as its last run left it.
 *
 * <p>There is no way to take a trial out: what was tried was tried.
 */
public final class TrialRecords {
  private final Map<TrialIdentity, Trial> trials = new LinkedHashMap<>();

  /**
   * A trial that ran. The same identity again replaces the figures and adds no trial.
   *
   * @param returns per period, in order of time, after cost
   */
  public void completed(TrialIdentity identity, double[] returns) {
    trials.put(identity, Trial.of(identity.id(), returns));
  }

  /** A trial that failed; figures of an earlier run of it stay, as they were seen. */
  public void failed(TrialIdentity identity) {
    trials.putIfAbsent(identity, Trial.failed(identity.id()));
  }

  /**
   * The ledger of a model; its trials bear their ids.
   *
   * @throws IllegalArgumentException for a model of which nothing was recorded
   */
  public TrialLedger of(String model) {
    List<Trial> found = new ArrayList<>();
    trials.forEach(
        (identity, trial) -> {
          if (identity.model().equals(model)) {
            found.add(trial);
          }
        });
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no trial of model " + model + " was recorded; run validate first");
    }
    return new TrialLedger(found);
  }
}
