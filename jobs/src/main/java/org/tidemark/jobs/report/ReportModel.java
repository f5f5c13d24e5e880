package org.tidemark.jobs.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that one nightly report says, as values: whoever reads the tables fills it, {@link
 * ReportWriter} draws it.
 *
 * <p>An empty list means "this run has none of it"; the report then says so in words. All instants
 * are shown in UTC. A NaN in any {@code double} means "could not be computed" and is printed as
 * n/a.
 *
 * @param header what was run and what came of it
 * @param coverage the data the run stood on
 * @param folds in order of their numbers
 * @param metrics one value per learner, metric and fold; at most one for each triple
 * @param equity out-of-sample equity, one curve per learner
 * @param calibrations reliability of the out-of-sample scores, one per learner
 * @param scrutiny what speaks for and against the out-of-sample figures
 * @param importances feature importance, one per learner and method
 * @param drift drift of the current data against the frozen reference, one per feature and
 *     instrument
 * @param certificates ONNX parity certificates of this run
 * @param registry the models the registry holds, newest first
 * @param live what the live scorer has written so far
 * @param making how to make the same again
 */
public record ReportModel(
    Header header,
    Coverage coverage,
    List<Fold> folds,
    List<MetricValue> metrics,
    List<EquityCurve> equity,
    List<Calibration> calibrations,
    Scrutiny scrutiny,
    List<Importance> importances,
    List<FeatureDrift> drift,
    List<Certificate> certificates,
    List<RegistryEntry> registry,
    Live live,
    Making making) {

  public ReportModel {
    folds = List.copyOf(folds);
    metrics = List.copyOf(metrics);
    equity = List.copyOf(equity);
    calibrations = List.copyOf(calibrations);
    importances = List.copyOf(importances);
    drift = List.copyOf(drift);
    certificates = List.copyOf(certificates);
    registry = List.copyOf(registry);
    Set<String> seen = new HashSet<>();
    for (MetricValue m : metrics) {
      String key = m.learner() + " / " + m.metric() + " / fold " + m.fold();
      if (!seen.add(key)) {
        throw new IllegalArgumentException(
            "two values for " + key + ", limit one; pool the instruments before the report");
      }
    }
  }
}
