package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.List;
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
  /** Hears of versions that may not serve. */
  public interface Refusals {
    /**
     * A version that was passed over.
     *
     * @param rule stable name of the kind of problem
     * @param subject version or model that it is about
     * @param message one sentence
     */
    void tell(String rule, String subject, String message);
  }

  /**
   * Who may serve now.
   *
   * @param refusals told of each version that was passed over, and why
   * @throws IllegalStateException if nobody may
   */
  public static Champion now(TableStore store, String model, FeatureSet set, Refusals refusals) {
    Configuration configuration = store.spark().sessionState().newHadoopConf();
    Artifacts artifacts = new Artifacts(store.lake(), set, configuration);
    RegistryRows.Now now = new RegistryRows(store, model).now();
    List<ModelVersion> chain = new ArrayList<>();
    if (now.champions().size() == 1) {
      chain.addAll(now.champions());
    } else {
      refusals.tell(
          now.champions().isEmpty() ? "champion-none" : "champion-ambiguous",
          model,
          now.champions().size()
              + " versions are champion of "
              + model
              + "; the next in the chain is tried");
    }
    chain.addAll(now.standIns());
    for (ModelVersion version : chain) {
      try {
        OnnxArtifact file = artifacts.load(version);
        if (file.target().width() != 1) {
          refusals.tell(
              "champion-classes",
              version.version(),
              version.version()
                  + " gives "
                  + file.target().width()
                  + " scores a row and the real-time path puts out one; the next in the chain is"
                  + " tried, and tidemark score serves it");
          continue;
        }
        return new Champion(
            version.model(), version.version(), version.sha256(), version.reason(), file);
      } catch (Artifacts.RefusedException e) {
        refusals.tell(
            "champion-" + e.rule(),
            version.version(),
            e.getMessage() + "; the next in the chain is tried");
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
