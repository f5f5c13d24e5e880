package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.OnnxArtifact;

/**
 * A version that may serve, with its file: the registry's champion, else the version with alias
 * {@code previous}, else the newest of tier BACKUP. For a path that scores without micro-batches.
 *
 * @param sha256 content hash of the file
 * @param reason why it serves
 * @param file as the guard let it through
 */
public record Champion(
    String model, String version, String sha256, String reason, OnnxArtifact file) {
  /**
   * Who may serve now.
   *
   * @param refused told of each version that was passed over, and why
   * @throws IllegalStateException if nobody may
   */
  public static Champion now(
      TableStore store, String model, FeatureSet set, Consumer<String> refused) {
    Configuration configuration = store.spark().sessionState().newHadoopConf();
    Artifacts artifacts = new Artifacts(store.lake(), set, configuration);
    RegistryRows.Now now = new RegistryRows(store, model).now();
    List<ModelVersion> chain = new ArrayList<>();
    if (now.champions().size() == 1) {
      chain.addAll(now.champions());
    } else {
      refused.accept(now.champions().size() + " versions are champion of " + model);
    }
    chain.addAll(now.standIns());
    for (ModelVersion version : chain) {
      try {
        OnnxArtifact file = artifacts.load(version);
        if (file.target().width() != 1) {
          refused.accept(
              "version "
                  + version.version()
                  + " gives "
                  + file.target().width()
                  + " scores a row; the real-time path puts out one: tidemark score serves it");
          continue;
        }
        return new Champion(
            version.model(), version.version(), version.sha256(), version.reason(), file);
      } catch (Artifacts.RefusedException e) {
        refused.accept(e.getMessage());
      }
    }
    throw new IllegalStateException(
        "model "
            + model
            + " has no version that may serve features "
            + set.name()
            + "; promote one: tidemark models promote VERSION");
  }
}
