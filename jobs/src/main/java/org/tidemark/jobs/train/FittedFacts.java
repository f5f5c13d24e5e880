package org.tidemark.jobs.train;

import java.util.List;
import java.util.Map;

/**
 * What must be known to fit a model again to the same bytes, and what its columns looked like.
 *
 * @param datasetVersions table name to version read
 * @param rowsHash order-free hash of the rows fitted on
 * @param reference one frozen profile per feature column, in order
 * @param calibration the calibrator's text, or {@code none}
 * @param interval text of the rule that says where labels lie, or {@code none}
 * @param causes what asked for the fit besides the calendar ({@code models.retrain_triggers})
 */
public record FittedFacts(
    String runId,
    String model,
    String modelVersion,
    String learner,
    String hyperparameters,
    Map<String, Long> datasetVersions,
    String featureSet,
    String featureSetHash,
    String labelSet,
    String split,
    long seed,
    long trainFromNanos,
    long trainToNanos,
    long rowsTrained,
    String rowsHash,
    String codeVersion,
    Map<String, String> environment,
    Map<String, String> settings,
    List<ReferenceProfile> reference,
    String calibration,
    String interval,
    List<String> causes) {
  /** Key, in the environment, of the device that XGBoost fitted on. */
  static final String DEVICE = "device";

  public FittedFacts {
    // Manifests of before there were calibrators and intervals do not name one.
    interval = interval == null ? OutOfFoldIntervals.NONE : interval;
    calibration = calibration == null ? OutOfFoldCalibration.NONE : calibration;
    // Nor those of before there were triggers.
    causes = causes == null ? List.of() : List.copyOf(causes);
  }
}
