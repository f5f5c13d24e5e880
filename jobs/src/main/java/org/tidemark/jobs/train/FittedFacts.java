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
    String calibration) {
  public FittedFacts {
    // Manifests of before there were calibrators do not name one.
    calibration = calibration == null ? OutOfFoldCalibration.NONE : calibration;
  }
}
