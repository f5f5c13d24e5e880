package org.tidemark.jobs.report;

import java.time.Instant;
import java.util.List;

/**
 * One model in the registry.
 *
 * @param modelVersion the model
 * @param learner the learner that made it
 * @param aliases such as champion; may be empty
 * @param asOf the instant up to which data made it
 * @param runId the run that trained it
 * @param auc out-of-sample AUC at registration
 * @param note why it was promoted, kept or rolled back
 */
public record RegistryEntry(
    String modelVersion,
    String learner,
    List<String> aliases,
    Instant asOf,
    String runId,
    Estimate auc,
    String note) {
  public RegistryEntry {
    aliases = List.copyOf(aliases);
  }
}
