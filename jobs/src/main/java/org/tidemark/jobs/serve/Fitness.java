package org.tidemark.jobs.serve;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.CheckedModel;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.RefusedModelException;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScoreException;

/** Whether a registered version may serve: its certificates, then its file. */
final class Fitness {
  private Fitness() {}

  /**
   * Refuses a version that may not serve.
   *
   * @throws IllegalArgumentException naming what is missing or broken, and what to do
   */
  static void require(TableStore store, Row version) {
    String name = Registered.version(version);
    String sha256 = version.getAs("onnx_sha256");
    ModelColumns.notLive(version.getAs("feature_set"))
        .ifPresent(
            why -> {
              throw new IllegalArgumentException("version '" + name + "' may not serve: " + why);
            });
    List<Row> certificates =
        store
            .read(Tables.CERTIFICATES)
            .where(
                col("model")
                    .equalTo(version.getAs("model"))
                    .and(col("model_version").equalTo(name))
                    .and(col("subject_sha256").equalTo(sha256)))
            .select("kind", "holds", "detail")
            .orderBy("kind")
            .collectAsList();
    List<String> broken = new ArrayList<>();
    certificates.stream()
        .filter(row -> !row.getBoolean(1))
        .forEach(row -> broken.add(row.getString(0) + " (" + row.getString(2) + ")"));
    if (certificates.isEmpty() || !broken.isEmpty()) {
      throw new IllegalArgumentException(
          "version '"
              + name
              + "' may not serve: "
              + (certificates.isEmpty()
                  ? "its file " + sha256 + " has no certificate; export or import it again"
                  : "its certificate does not hold: " + String.join(", ", broken)));
    }
    open(store, name, sha256, version.getAs("feature_set_hash"));
  }

  private static void open(TableStore store, String name, String sha256, String featureSetHash) {
    String file = "artifacts/" + sha256 + ".onnx";
    byte[] bytes =
        LakeFiles.of(store)
            .read(file)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "version '"
                            + name
                            + "' may not serve: no file "
                            + store.lake().artifact(sha256)
                            + "; export or import it again"));
    try {
      CheckedModel checked =
          LoadGuard.standard().check(bytes, new LoadGuard.Expected(sha256, featureSetHash));
      OnnxScorer.open(checked).close();
    } catch (RefusedModelException | ScoreException e) {
      throw new IllegalArgumentException(
          "version '" + name + "' may not serve: " + e.getMessage(), e);
    }
  }
}
