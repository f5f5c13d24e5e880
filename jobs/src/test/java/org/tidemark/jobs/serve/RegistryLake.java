package org.tidemark.jobs.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;
import org.tidemark.models.learn.LinearModel;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.testkit.TestSpark;

/** A lake with versions of a model that serve, wait, or may not serve. */
final class RegistryLake {
  static final LocalDate AS_OF = LocalDate.of(2024, 1, 2);

  private final Path folder;
  private final TableStore store;

  /** v2 serves, v1 did before, v3 may, and one has a certificate that does not hold. */
  RegistryLake(Path folder) throws IOException {
    this.folder = folder;
    this.store = new TableStore(TestSpark.session(), Lake.at(folder.toString()));
    register("v1", Optional.of("previous"), true);
    register("v2", Optional.of("champion"), true);
    register("v3", Optional.empty(), true);
    register("unproven", Optional.empty(), false);
  }

  TableStore store() {
    return store;
  }

  void register(String version, Optional<String> alias, boolean holds) throws IOException {
    double slope = version.hashCode() % 7 + 0.5;
    LinearModel model =
        LinearModel.of(
            ("{\"link\":\"SIGMOID\",\"means\":[0],\"deviations\":[1],\"coefficients\":[["
                    + slope
                    + "]],\"intercepts\":[0]}")
                .getBytes(StandardCharsets.UTF_8),
            new Target.Binary(),
            List.of("x"),
            "hash");
    OnnxArtifact artifact = OnnxExport.of(model, Map.of("version", version));
    Path file = folder.resolve("artifacts/" + artifact.sha256() + ".onnx");
    Files.createDirectories(file.getParent());
    Files.write(file, artifact.bytes());
    Row row =
        RowFactory.create(
            "direction",
            version,
            alias.orElse(null),
            "PRODUCTION",
            "c",
            "f",
            "logistic",
            "binary",
            "fixed-15m",
            "s",
            "hash",
            artifact.sha256(),
            (long) artifact.bytes().length,
            "p",
            "ALL",
            "score",
            Date.valueOf(AS_OF),
            "run-" + version,
            "put here by the test");
    store.append(Tables.MODEL_REGISTRY, store.rows(Tables.MODEL_REGISTRY, List.of(row)));
    Row certificate =
        RowFactory.create(
            "direction",
            version,
            "onnx-parity",
            "run-" + version,
            artifact.sha256(),
            100L,
            holds ? 0L : 3L,
            0.0,
            1e-6,
            holds,
            holds ? "100 rows" : "3 flips");
    store.append(Tables.CERTIFICATES, store.rows(Tables.CERTIFICATES, List.of(certificate)));
  }

  /** Each version and its alias. */
  List<String> aliases() {
    return store
        .read(Tables.MODEL_REGISTRY)
        .orderBy("model_version")
        .selectExpr("concat(model_version, ' ', coalesce(alias, '-'))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }
}
