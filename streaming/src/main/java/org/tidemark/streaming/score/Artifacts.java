package org.tidemark.streaming.score;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.CheckedModel;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.RefusedModelException;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScoreException;
import org.tidemark.models.score.ScorerCache;

/** Fetches model files from the lake and lets only those through that fit the running features. */
final class Artifacts {
  private final Lake lake;
  private final FeatureSet set;
  private final Configuration configuration;
  private final ScorerCache trials;

  /** Files of a store's lake. */
  Artifacts(TableStore store, FeatureSet set) {
    this.lake = store.lake();
    this.set = set;
    this.configuration = store.spark().sessionState().newHadoopConf();
    // Where tasks run in this JVM they find the scorer open, and warm.
    this.trials =
        store.spark().sparkContext().isLocal()
            ? ScorerCache.shared()
            : new ScorerCache(LoadGuard.standard(), 0);
  }

  /** A version that may not score; {@code rule} ends the stable name of the alert. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String rule;

    RefusedException(String rule, String message, Throwable cause) {
      super(message, cause);
      this.rule = rule;
    }

    String rule() {
      return rule;
    }
  }

  /** The checked file of a version. */
  OnnxArtifact load(ModelVersion version) throws RefusedException {
    OnnxArtifact artifact = checked(version, bytes(version));
    if (!artifact.featureNames().equals(set.outputNames())) {
      throw new RefusedException(
          "feature-set",
          version.version() + " names other columns than feature set " + set.name(),
          null);
    }
    return artifact;
  }

  private byte[] bytes(ModelVersion version) throws RefusedException {
    Path file = new Path(lake.artifact(version.sha256()));
    try (FSDataInputStream in = file.getFileSystem(configuration).open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new RefusedException(
          "unreadable", version.version() + ": " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private OnnxArtifact checked(ModelVersion version, byte[] bytes) throws RefusedException {
    try {
      CheckedModel checked =
          LoadGuard.standard().check(bytes, new LoadGuard.Expected(version.sha256(), set.hash()));
      // What the runtime refuses must not fail a batch: the version before goes on serving.
      try (ScorerCache.Lease lease = trials.acquire(checked)) {
        OnnxScorer scorer = lease.scorer();
        float[] row = new float[checked.artifact().width()];
        scorer.score(row, 1);
        Arrays.fill(row, Float.NaN); // a feature that is not ready
        scorer.score(row, 1);
      }
      return checked.artifact();
    } catch (ScoreException e) {
      throw new RefusedException("refused", version.version() + ": " + e.getMessage(), e);
    } catch (RefusedModelException e) {
      String rule =
          e.reason() == RefusedModelException.Reason.FEATURE_SET ? "feature-set" : "refused";
      throw new RefusedException(rule, version.version() + ": " + e.getMessage(), e);
    }
  }
}
