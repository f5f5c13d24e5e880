package org.tidemark.streaming.score;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.tidemark.features.FeatureSet;
import org.tidemark.lakehouse.Lake;
import org.tidemark.models.onnx.CheckedModel;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.RefusedModelException;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScoreException;

/** Fetches model files from the lake and lets only those through that fit the running features. */
final class Artifacts {
  private final Lake lake;
  private final FeatureSet set;
  private final Configuration configuration;

  Artifacts(Lake lake, FeatureSet set, Configuration configuration) {
    this.lake = lake;
    this.set = set;
    this.configuration = configuration;
  }

  /** A champion with its checked file. */
  record Loaded(Champion champion, OnnxArtifact artifact) {}

  /** A champion that may not serve; {@code rule} is the stable name of the alert. */
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

  Loaded load(Champion champion) throws RefusedException {
    OnnxArtifact artifact = checked(champion, bytes(champion));
    if (!artifact.featureNames().equals(set.outputNames())) {
      throw new RefusedException(
          "champion-feature-set",
          champion.version() + " names other columns than feature set " + set.name(),
          null);
    }
    if (artifact.target().width() != 1) {
      throw new RefusedException(
          "champion-target",
          champion.version()
              + " gives "
              + artifact.target().width()
              + " numbers a row; the scorer serves models of one",
          null);
    }
    return new Loaded(champion, artifact);
  }

  private byte[] bytes(Champion champion) throws RefusedException {
    Path file = new Path(lake.artifact(champion.sha256()));
    try (FSDataInputStream in = file.getFileSystem(configuration).open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new RefusedException(
          "champion-unreadable",
          champion.version() + ": " + file + " cannot be read: " + e.getMessage(),
          e);
    }
  }

  private OnnxArtifact checked(Champion champion, byte[] bytes) throws RefusedException {
    try {
      CheckedModel checked =
          LoadGuard.standard().check(bytes, new LoadGuard.Expected(champion.sha256(), set.hash()));
      // What the runtime refuses must not fail a batch: the champion before goes on serving.
      OnnxScorer.open(checked).close();
      return checked.artifact();
    } catch (ScoreException e) {
      throw new RefusedException("champion-refused", champion.version() + ": " + e.getMessage(), e);
    } catch (RefusedModelException e) {
      String rule =
          e.reason() == RefusedModelException.Reason.FEATURE_SET
              ? "champion-feature-set"
              : "champion-refused";
      throw new RefusedException(rule, champion.version() + ": " + e.getMessage(), e);
    }
  }
}
