package org.tidemark.jobs.train;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.OnnxArtifact;

/**
 * The trial of one file by {@link Canary}, held against the scores that were to be expected.
 *
 * @param rows rows scored; 0 when the child failed
 * @param mismatches rows of which a score is further off than the tolerance, or is NaN
 * @param maxDifference greatest difference; for a regression divided by max(1, |expected|)
 * @param detail what happened, one sentence
 */
record CanaryTrial(
    int rows, long mismatches, double maxDifference, double tolerance, String detail) {
  static final String KIND = "canary";

  /** Rows tried, at most. */
  static final int MOST_ROWS = 1_024;

  static CanaryTrial of(Canary.Outcome outcome, Target target, float[] expected, double tolerance) {
    if (outcome instanceof Canary.Outcome.Failed failed) {
      return new CanaryTrial(0, 0, 0, tolerance, failed.reason());
    }
    float[] scores = ((Canary.Outcome.Scored) outcome).scores();
    int width = target.width();
    int rows = scores.length / width;
    long mismatches = 0;
    double greatest = 0;
    for (int row = 0; row < rows; row++) {
      double worst = 0;
      for (int k = row * width; k < (row + 1) * width; k++) {
        double difference = Math.abs((double) expected[k] - scores[k]);
        if (target instanceof Target.Regression) {
          difference /= Math.max(1, Math.abs(expected[k]));
        }
        worst = Math.max(worst, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
      }
      mismatches += worst > tolerance ? 1 : 0;
      greatest = Math.max(greatest, worst);
    }
    String detail =
        mismatches == 0
            ? "exit 0, " + rows + " rows scored in a process of their own"
            : mismatches + " of " + rows + " rows are scored otherwise in a process of their own";
    return new CanaryTrial(rows, mismatches, greatest, tolerance, detail);
  }

  boolean passed() {
    return rows > 0 && mismatches == 0;
  }

  /** As a row of {@code models.certificates}. */
  Row row(String model, String version, String runId, OnnxArtifact artifact) {
    return RowFactory.create(
        model,
        version,
        KIND,
        runId,
        artifact.sha256(),
        (long) rows,
        mismatches,
        maxDifference,
        tolerance,
        passed(),
        detail);
  }
}
