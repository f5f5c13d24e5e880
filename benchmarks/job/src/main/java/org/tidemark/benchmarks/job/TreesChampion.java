package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;

/** Makes random trees the champion of a lake. */
final class TreesChampion {
  /** Trees of this depth. */
  private static final int DEPTH = 6;

  private TreesChampion() {}

  /** Writes the file and registers it as the champion of model direction. */
  static OnnxArtifact put(TableStore store, FeatureSet set, int trees) throws IOException {
    OnnxArtifact model = OnnxExport.of(RandomTrees.of(set, trees, DEPTH), Map.of());
    Path file = store.lake().localPath("artifacts/" + model.sha256() + ".onnx");
    Files.createDirectories(file.getParent());
    Files.write(file, model.bytes());
    store.append(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(
                RowFactory.create(
                    "direction",
                    "v1",
                    "champion",
                    "PRODUCTION",
                    "direction",
                    "trees",
                    "random trees",
                    "binary",
                    "fixed-1",
                    set.name(),
                    "any",
                    model.sha256(),
                    (long) model.bytes().length,
                    "Measures the live paths.",
                    "ALL",
                    "probability of up",
                    LocalDate.EPOCH,
                    "benchmark",
                    "put here by the benchmark"))));
    return model;
  }
}
