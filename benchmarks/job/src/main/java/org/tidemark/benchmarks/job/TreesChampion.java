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

  /** Writes the file of random trees and registers it as the only version of model direction. */
  static OnnxArtifact put(TableStore store, FeatureSet set, int trees) throws IOException {
    OnnxArtifact model = write(store, RandomTrees.of(set, trees, DEPTH));
    promote(store, set, "v1", model);
    return model;
  }

  /** Writes the file of other trees, which nobody serves yet. */
  static OnnxArtifact other(TableStore store, FeatureSet set, int trees, long seed)
      throws IOException {
    return write(store, new RandomTrees(set.outputNames(), set.hash(), trees, DEPTH, seed));
  }

  /** Makes a version the champion and the only one, in one commit. */
  static void promote(TableStore store, FeatureSet set, String version, OnnxArtifact model) {
    store.replace(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(
                RowFactory.create(
                    "direction",
                    version,
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
                    "put here by the benchmark"))),
        "model = 'direction'");
  }

  private static OnnxArtifact write(TableStore store, RandomTrees trees) throws IOException {
    OnnxArtifact model = OnnxExport.of(trees, Map.of());
    Path file = store.lake().localPath("artifacts/" + model.sha256() + ".onnx");
    Files.createDirectories(file.getParent());
    Files.write(file, model.bytes());
    return model;
  }
}
