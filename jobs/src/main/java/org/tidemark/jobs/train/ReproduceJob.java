package org.tidemark.jobs.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.onnx.OnnxExport;

/**
 * Fits a model again from its manifest alone: the table versions, settings and seed that stand
 * there, and compares the ONNX files byte by byte. Changes nothing in the lake.
 */
public final class ReproduceJob implements Job<ModelManifest, ReproduceJob.Summary> {
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

  @Override
  public String name() {
    return "reproduce";
  }

  @Override
  public Summary run(TableStore store, ModelManifest manifest) {
    FittedFacts facts = manifest.facts();
    if (facts.learner().equals(ImportJob.LEARNER)) {
      throw new IllegalArgumentException(
          "version "
              + facts.modelVersion()
              + " was made elsewhere and imported; only the program that made it can make it"
              + " again");
    }
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
          elsewhere(facts, rows.frame()));
    }
  }

  private static String fitted(TableStore store, FinalRows rows, ModelManifest manifest) {
    FittedFacts facts = manifest.facts();
    NightlyArgs night = manifest.night();
    FormedModel model =
        RunEnsemble.again(
            store,
            night,
            rows,
            facts.learner(),
            facts.seed(),
            facts.datasetVersions().getOrDefault(Tables.OOF_PREDICTIONS.qualifiedName(), 0L));
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
    Map<String, String> provenance = new TreeMap<>(ExportJob.provenance(facts));
    if (!facts.interval().equals(OutOfFoldIntervals.NONE)) {
      provenance.put(
          ExportJob.INTERVAL,
          OutOfFoldIntervals.fit(
              store,
              night,
              facts.learner(),
              rows.frame().target(),
              facts.datasetVersions().get(Tables.OOF_PREDICTIONS.qualifiedName())));
    }
    return OnnxExport.of(OutOfFoldCalibration.served(model, calibration), provenance).sha256();
  }

  private static Map<String, String> elsewhere(FittedFacts facts, TrainingFrame frame) {
    Map<String, String> then = new TreeMap<>(facts.environment());
    Optional<String> device = Optional.ofNullable(then.remove(FittedFacts.DEVICE));
    then.put("code", facts.codeVersion());
    Map<String, String> now = new TreeMap<>(Environment.describe());
    now.put("code", Environment.codeVersion());
    Map<String, String> differences = new LinkedHashMap<>();
    device
        .flatMap(before -> otherDevice(before, facts, frame))
        .ifPresent(words -> differences.put(FittedFacts.DEVICE, words));
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

  /** What it means for the bytes that a fit under the same settings runs on another device here. */
  private static Optional<String> otherDevice(
      String before, FittedFacts facts, TrainingFrame frame) {
    return LearnerChoice.deviceOf(facts.learner(), NightlyConfig.of(facts.settings()), frame)
        .flatMap(here -> otherDevice(before, here));
  }

  /** The same of two devices in words, whose first word is the device itself. */
  static Optional<String> otherDevice(String before, String here) {
    return word(before).equals(word(here))
        ? Optional.empty()
        : Optional.of(
            before
                + "; now "
                + here
                + ": sums have another order there, so trees and bytes differ; reproduce it where "
                + word(before)
                + " is");
  }

  private static String word(String device) {
    return device.split(",", 2)[0];
  }
}
