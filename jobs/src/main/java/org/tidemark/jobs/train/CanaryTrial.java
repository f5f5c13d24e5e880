package org.tidemark.jobs.train;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.models.Target;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.ScoreMatch;

/**
 * The trial of one file by {@link Canary}, held against the scores that were to be expected.
 *
 * @param match of no rows when the child failed
 * @param detail what happened, one sentence
 */
record CanaryTrial(ScoreMatch match, String detail) {
  static final String KIND = "canary";

  /** Rows tried of a model that was fitted here, at most. */
  static final int MOST_ROWS = 1_024;

  static CanaryTrial of(
      Canary.Outcome outcome, Target target, float[] expected, double tolerance, double unit) {
    if (outcome instanceof Canary.Outcome.Failed failed) {
      return new CanaryTrial(new ScoreMatch(0, 0, 0, 0, tolerance), failed.reason());
    }
    ScoreMatch match =
        ScoreMatch.of(
            target, expected, ((Canary.Outcome.Scored) outcome).scores(), tolerance, unit);
    return new CanaryTrial(
        match,
        match.holds()
            ? "exit 0, " + match.rows() + " rows scored in a process of their own"
            : match.mismatches()
                + " of "
                + match.rows()
                + " rows are scored otherwise in a process of their own");
  }

  boolean passed() {
    return match.holds();
  }

  /** As a row of {@code models.certificates}, of this or another kind. */
  Row row(String kind, String model, String version, String runId, OnnxArtifact artifact) {
    return RowFactory.create(
        model,
        version,
        kind,
        runId,
        artifact.sha256(),
        (long) match.rows(),
        match.mismatches(),
        // What the table holds is a number; no difference is as great as one that is none.
        Math.min(match.maxDifference(), Double.MAX_VALUE),
        match.tolerance(),
        passed(),
        detail);
  }
}
