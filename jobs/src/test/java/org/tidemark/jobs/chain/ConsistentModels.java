package org.tidemark.jobs.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Certificates hold; manifest, registry and file of a run's two models say the same. */
record ConsistentModels(TableStore store, NightlyArgs args) {

  void check(String target) throws Exception {
    List<Row> certificates = store.read(Tables.CERTIFICATES).where(args.mine()).collectAsList();
    assertThat(certificates).hasSize(4);
    for (Row row : certificates) {
      assertThat(row.<Boolean>getAs("holds")).as("%s", row).isTrue();
      assertThat(row.<Long>getAs("mismatches")).isZero();
      assertThat(row.<Long>getAs("rows_checked"))
          .isGreaterThanOrEqualTo(row.getAs("kind").equals("canary") ? 1_024 : 10_001);
    }
    List<Row> models =
        store
            .read(Tables.MODEL_REGISTRY)
            .where(args.mine())
            .join(
                store
                    .read(Tables.MODEL_MANIFESTS)
                    .selectExpr(
                        "model",
                        "model_version",
                        "onnx_sha256 as manifest_sha256",
                        "feature_set_hash as manifest_set"),
                new String[] {"model", "model_version"})
            .join(
                store
                    .read(Tables.CERTIFICATES)
                    .where("kind = 'onnx-parity'")
                    .select("model", "model_version", "subject_sha256"),
                new String[] {"model", "model_version"})
            .collectAsList();
    assertThat(models).hasSize(2);
    for (Row row : models) {
      String sha256 = row.getAs("onnx_sha256");
      byte[] bytes = Files.readAllBytes(store.lake().localPath("artifacts/" + sha256 + ".onnx"));
      assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)))
          .isEqualTo(sha256)
          .isEqualTo(row.getAs("manifest_sha256"))
          .isEqualTo(row.getAs("subject_sha256"));
      assertThat(row.<Long>getAs("onnx_bytes")).isEqualTo(bytes.length);
      assertThat(row.<String>getAs("feature_set_hash"))
          .isEqualTo(row.getAs("manifest_set"))
          .isEqualTo(FeaturesJob.set(store, args).hash());
      assertThat(row.<String>getAs("target")).isEqualTo(target);
    }
  }
}
