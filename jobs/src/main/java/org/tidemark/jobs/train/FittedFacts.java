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
    List<String> causes) {
  public FittedFacts {
    // Manifests of before there were calibrators do not name one.
    calibration = calibration == null ? OutOfFoldCalibration.NONE : calibration;
    // Nor those of before there were triggers.
    causes = causes == null ? List.of() : List.copyOf(causes);
  }

  /** Facts of a fit that nothing but the calendar asked for. */
  public FittedFacts(
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
    this(
        runId,
        model,
        modelVersion,
        learner,
        hyperparameters,
        datasetVersions,
        featureSet,
        featureSetHash,
        labelSet,
        split,
        seed,
        trainFromNanos,
        trainToNanos,
        rowsTrained,
        rowsHash,
        codeVersion,
        environment,
        settings,
        reference,
        calibration,
        List.of());
  }

  /** The same facts of a fit that triggers asked for. */
  FittedFacts because(List<String> triggers) {
    return new FittedFacts(
        runId,
        model,
        modelVersion,
        learner,
        hyperparameters,
        datasetVersions,
        featureSet,
        featureSetHash,
        labelSet,
        split,
        seed,
        trainFromNanos,
        trainToNanos,
        rowsTrained,
        rowsHash,
        codeVersion,
        environment,
        settings,
        reference,
        calibration,
        triggers);
  }
}
