package org.tidemark.jobs.chain;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipInputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.evidence.EvidencePack;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.jobs.train.ReproduceJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.Sha256;

/** A registered version is fitted again from its manifest. */
record Reproduced(TableStore store, String version, String model) {

  void toTheSameBytes() {
    ReproduceJob.Summary again = again(Optional.empty());
    assertThat(again.sameRows()).isTrue();
    assertThat(again.again()).as(version).isEqualTo(again.registered());
    assertThat(again.sameBytes()).isTrue();
    assertThat(again.elsewhere()).isEmpty();
    assertThatThrownBy(() -> new Reproduced(store, "2023-01-01-xgboost", model).toTheSameBytes())
        .hasMessageContaining("'tidemark models list' lists the versions");
  }

  /** Where other models have the same version. */
  void toTheSameBytesOfItsModel() {
    ReproduceJob.Summary again = again(Optional.of(model));
    assertThat(again.sameRows()).isTrue();
    assertThat(again.again()).as(version).isEqualTo(again.registered());
  }

  /**
   * With a manifest that says something else.
   *
   * @param other model that has the same version
   */
  void notOfOtherRowsOrSeeds(String other) {
    assertThatThrownBy(() -> again(Optional.empty()))
        .hasMessageContaining("models " + model + ", " + other + " have a version " + version);
    Dataset<Row> manifest =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(col("model").equalTo(model).and(col("model_version").equalTo(version)))
            .localCheckpoint();
    assertThat(again(Optional.of(model)).sameBytes()).isTrue();
    tell(manifest, "\"seed\":7,", "\"seed\":8,");
    ReproduceJob.Summary lucky = again(Optional.of(model));
    assertThat(lucky.sameRows()).isTrue();
    assertThat(lucky.sameBytes()).isFalse();
    tell(manifest, "\"rowsHash\":\"", "\"rowsHash\":\"0");
    ReproduceJob.Summary lost = again(Optional.of(model));
    assertThat(lost.sameRows()).isFalse();
    assertThat(lost.sameBytes()).isFalse();
    assertThat(lost.again()).isEmpty();
    tell(manifest, "", "");
  }

  void isCalibrated(String method) {
    ModelManifest manifest = ModelManifest.of(store, version, Optional.of(model));
    assertThat(manifest.facts().calibration()).startsWith(method + ":");
    assertThat(manifest.facts().datasetVersions())
        .containsKey(Tables.OOF_PREDICTIONS.qualifiedName());
    for (String window : new String[] {"raw", "calibrated"}) {
      assertThat(
              store
                  .read(Tables.MODEL_METRICS)
                  .where("run_id = '" + manifest.facts().runId() + "'")
                  .where(col("metric").equalTo("log_loss").and(col("window").equalTo(window)))
                  .where(col("learner").equalTo(manifest.facts().learner()))
                  .count())
          .isEqualTo(1);
    }
  }

  /** The pack has the registered file and as many rows as the lake; twice the same bytes. */
  void hasEvidence() throws IOException {
    ModelManifest manifest = ModelManifest.of(store, version, Optional.of(model));
    EvidencePack pack = new EvidencePack(store, manifest);
    Map<String, byte[]> files = pack.files();
    assertThat(Sha256.of(files.get("model.onnx"))).isEqualTo(manifest.onnxSha256());
    assertThat(lines(files, "tables/models.folds.jsonl"))
        .isEqualTo(
            store.read(Tables.FOLDS).where("run_id = '" + manifest.facts().runId() + "'").count())
        .isPositive();
    assertThat(lines(files, "tables/models.certificates.jsonl")).isPositive();
    assertThat(lines(files, "tables/models.trial_ledger.jsonl")).isPositive();
    String sums = new String(files.get("SHA256SUMS"), StandardCharsets.UTF_8);
    files.forEach(
        (name, bytes) -> {
          if (!name.equals("SHA256SUMS")) {
            assertThat(sums).contains(Sha256.of(bytes) + "  " + name + "\n");
          }
        });
    Path file = Files.createTempDirectory("evidence").resolve("pack.zip");
    pack.write(file);
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (String name : files.keySet()) {
        assertThat(zip.getNextEntry().getName()).isEqualTo(name);
        assertThat(zip.readAllBytes()).isEqualTo(files.get(name));
      }
      assertThat(zip.getNextEntry()).isNull();
    }
    assertThat(pack.zip()).isEqualTo(Files.readAllBytes(file));
    assertThatThrownBy(() -> pack.write(file)).hasMessageContaining("name another by --out");
  }

  private static long lines(Map<String, byte[]> files, String name) {
    return new String(files.get(name), StandardCharsets.UTF_8).lines().count();
  }

  private ReproduceJob.Summary again(Optional<String> named) {
    return new ReproduceJob().run(store, ModelManifest.of(store, version, named));
  }

  private void tell(Dataset<Row> manifest, String from, String to) {
    String text = manifest.head().getAs("manifest");
    assertThat(text).contains(from);
    store.upsert(
        Tables.MODEL_MANIFESTS,
        manifest.withColumn("manifest", lit(from.isEmpty() ? text : text.replace(from, to))),
        "model",
        "model_version");
  }
}
