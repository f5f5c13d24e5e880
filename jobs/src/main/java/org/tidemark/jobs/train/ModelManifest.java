package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * The manifest of a registered version, looked up in the lake.
 *
 * @param onnxSha256 content hash of its registered file
 */
public record ModelManifest(FittedFacts facts, String onnxSha256) {

  /**
   * Looks it up.
   *
   * @param model a version may be that of several models, then its name is needed
   * @throws IllegalArgumentException if there is none, or several
   */
  public static ModelManifest of(TableStore store, String version, Optional<String> model) {
    List<Row> found =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(col("model_version").equalTo(version))
            .where(model.map(col("model")::equalTo).orElse(col("model").isNotNull()))
            .select("manifest", "onnx_sha256", "model")
            .orderBy("model")
            .collectAsList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no model version '"
              + version
              + "'"
              + model.map(name -> " of model " + name).orElse("")
              + " has a manifest; 'tidemark models list' lists the versions");
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "models "
              + found.stream().map(row -> row.getString(2)).collect(Collectors.joining(", "))
              + " have a version "
              + version
              + "; say which by --model");
    }
    return new ModelManifest(
        Json.read(found.get(0).getString(0).getBytes(StandardCharsets.UTF_8), FittedFacts.class),
        found.get(0).getString(1));
  }

  /** The night that fitted it, as its settings were. */
  NightlyArgs night() {
    return new NightlyArgs(
        ModelVersions.date(facts.modelVersion()),
        NightlyConfig.of(facts.settings()),
        Progress.SILENT);
  }
}
