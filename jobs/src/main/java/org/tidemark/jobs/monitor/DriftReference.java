package org.tidemark.jobs.monitor;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.OutOfFoldCalibration;
import org.tidemark.jobs.train.ReferenceProfile;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.Sha256;

/**
 * What the live rows of a version are held against: the profiles frozen when it was fitted, and
 * that of its scores out of fold.
 *
 * @param scorer the version and its file
 * @param features one per column, in the order of its feature set; none of an import
 * @param scores of the same validation; empty where there was none, as for an imported version, or
 *     where live scores are calibrated and those of the folds are not
 */
record DriftReference(
    Scorer scorer,
    String featureSetHash,
    List<ReferenceProfile> features,
    Optional<ReferenceProfile> scores) {
  /** Name that stands for the scores among the columns. */
  static final String SCORE = "score";

  /** Of a file and its manifest. */
  static DriftReference of(TableStore store, Scorer scorer, String manifest) {
    FittedFacts facts = Json.read(manifest.getBytes(StandardCharsets.UTF_8), FittedFacts.class);
    return new DriftReference(
        scorer,
        facts.featureSetHash(),
        facts.reference(),
        facts.reference().isEmpty() ? Optional.empty() : scores(store, facts));
  }

  String version() {
    return scorer.version();
  }

  /**
   * Another one has another id: counts in its bins are no counts in these, nor are those of what
   * another file scored.
   */
  String id() {
    StringBuilder text = new StringBuilder(scorer.sha256());
    features.forEach(p -> text.append(p.feature()).append(p.edges()).append(p.profile()));
    scores.ifPresent(p -> text.append(p.edges()).append(p.profile()));
    return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
  }

  private static Optional<ReferenceProfile> scores(TableStore store, FittedFacts facts) {
    if (!facts.calibration().equals(OutOfFoldCalibration.NONE)) {
      return Optional.empty();
    }
    Dataset<Row> rows =
        store
            .read(Tables.OOF_PREDICTIONS)
            .where(
                col("run_id").equalTo(facts.runId()).and(col("learner").equalTo(facts.learner())));
    long count = rows.count();
    return count == 0
        ? Optional.empty()
        : Optional.of(ReferenceProfile.of(rows, count, List.of(SCORE)).get(0));
  }
}
