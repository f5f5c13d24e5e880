package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.onnx.OnnxExport;

/**
 * Fits a model again from its manifest alone: the table versions, settings and seed that stand
 * there, and compares the ONNX files byte by byte. Changes nothing in the lake.
 */
public final class ReproduceJob implements Job<ReproduceJob.Asked, ReproduceJob.Summary> {
  /** Which model; a version may be that of several models, then its name is needed. */
  public record Asked(String version, Optional<String> model) {}

  /**
   * What came out.
   *
   * @param sameRows whether the tables still give the rows that the model was fitted on
   * @param sameBytes whether the ONNX file is the registered one
   * @param registered content hash of the registered file
   * @param again content hash of the new one; empty when the rows differ and nothing was fitted
   * @param elsewhere what is different here from where the model was fitted, {@code then, now}
   */
  public record Summary(
      String model,
      String version,
      String learner,
      long rows,
      boolean sameRows,
      boolean sameBytes,
      String registered,
      String again,
      Map<String, String> elsewhere) {}

  /** A manifest and the night that it speaks of. */
  public record Manifest(FittedFacts facts, String onnxSha256, NightlyArgs night) {}

  @Override
  public String name() {
    return "reproduce";
  }

  /**
   * Looks a manifest up; fits nothing.
   *
   * @throws IllegalArgumentException if there is none, or several
   */
  public static Manifest manifest(TableStore store, Asked asked) {
    List<Row> found =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(col("model_version").equalTo(asked.version()))
            .where(asked.model().map(col("model")::equalTo).orElse(col("model").isNotNull()))
            .select("manifest", "onnx_sha256", "model")
            .orderBy("model")
            .collectAsList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no model version '"
              + asked.version()
              + "'"
              + asked.model().map(model -> " of model " + model).orElse("")
              + " has a manifest; 'tidemark models list' lists the versions");
    }
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "models "
              + found.stream().map(row -> row.getString(2)).collect(Collectors.joining(", "))
              + " have a version "
              + asked.version()
              + "; say which by --model");
    }
    FittedFacts facts =
        Json.read(found.get(0).getString(0).getBytes(StandardCharsets.UTF_8), FittedFacts.class);
    if (facts.learner().equals(ImportJob.LEARNER)) {
      throw new IllegalArgumentException(
          "version "
              + asked.version()
              + " was made elsewhere and imported; only the program that made it can make it"
              + " again");
    }
    NightlyArgs night =
        new NightlyArgs(
            ModelVersions.date(facts.modelVersion()),
            NightlyConfig.of(facts.settings()),
            Progress.SILENT);
    return new Manifest(facts, found.get(0).getString(1), night);
  }

  @Override
  public Summary run(TableStore store, Asked asked) {
    Manifest manifest = manifest(store, asked);
    FittedFacts facts = manifest.facts();
    try (FinalRows rows = FinalRows.at(store, manifest.night(), facts.datasetVersions())) {
      boolean sameRows =
          rows.hash().equals(facts.rowsHash())
              && rows.window().count() == facts.rowsTrained()
              && rows.frame().columns().featureSetHash().equals(facts.featureSetHash());
      String again = sameRows ? fitted(store, rows, manifest) : "";
      return new Summary(
          facts.model(),
          facts.modelVersion(),
          facts.learner(),
          rows.window().count(),
          sameRows,
          again.equals(manifest.onnxSha256()),
          manifest.onnxSha256(),
          again,
          elsewhere(facts));
    }
  }

  private static String fitted(TableStore store, FinalRows rows, Manifest manifest) {
    FittedFacts facts = manifest.facts();
    NightlyArgs night = manifest.night();
    FormedModel model =
        rows.fit(LearnerChoice.named(facts.learner(), night.config()), facts.seed());
    String calibration =
        OutOfFoldCalibration.method(night.config())
            .map(
                method ->
                    OutOfFoldCalibration.fit(
                            store,
                            night,
                            method,
                            facts.learner(),
                            rows.frame().target(),
                            facts.datasetVersions().get(Tables.OOF_PREDICTIONS.qualifiedName()))
                        .id())
            .orElse(OutOfFoldCalibration.NONE);
    return OnnxExport.of(
            OutOfFoldCalibration.served(model, calibration), ExportJob.provenance(facts))
        .sha256();
  }

  private static Map<String, String> elsewhere(FittedFacts facts) {
    Map<String, String> then = new TreeMap<>(facts.environment());
    then.put("code", facts.codeVersion());
    Map<String, String> now = new TreeMap<>(Environment.describe());
    now.put("code", Environment.codeVersion());
    Map<String, String> differences = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(then.keySet());
    now.keySet().stream().filter(name -> !then.containsKey(name)).forEach(names::add);
    for (String name : names) {
      String before = then.getOrDefault(name, "unknown");
      String here = now.getOrDefault(name, "unknown");
      if (!before.equals(here)) {
        differences.put(name, before + ", now " + here);
      }
    }
    return differences;
  }
}
