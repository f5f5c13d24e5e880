package org.tidemark.jobs.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;
import org.tidemark.models.onnx.EstimateUnit;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;

/** Children that score, and children that come to a bad end. */
class CanaryTest {
  /** Two columns, made of plain numbers. */
  private record Plain(double slope) implements FormedModel {
    @Override
    public LinearForm form() {
      return new LinearForm(
          new double[] {0, 1},
          new double[] {1, 2},
          new double[][] {{slope, -0.5}},
          new double[] {0.1},
          Link.SIGMOID);
    }

    @Override
    public Target target() {
      return new Target.Binary();
    }

    @Override
    public List<String> featureNames() {
      return List.of("a", "b");
    }

    @Override
    public String featureSetHash() {
      return "e".repeat(64);
    }

    @Override
    public float[] score(float[] features, int rows) {
      float[] out = new float[rows];
      for (int i = 0; i < rows; i++) {
        form().score(features, 2 * i, out, i);
      }
      return out;
    }

    @Override
    public byte[] nativeBytes() {
      return new byte[] {1};
    }

    @Override
    public double[] gain() {
      return new double[2];
    }
  }

  private static final Plain MODEL = new Plain(1);
  private static final OnnxArtifact FILE = OnnxExport.of(MODEL, Map.of());
  private static final float[] ROWS = {0.5f, 1, -2, Float.NaN, 1e9f, -3};

  private static CanaryTrial trial(Plain expected) {
    return CanaryTrial.of(
        new Canary(Canary.STANDARD).score(FILE, ROWS),
        MODEL.target(),
        expected.score(ROWS, 3),
        ParityCertificate.TOLERANCE,
        EstimateUnit.ONE);
  }

  @Test
  void aGoodFileScoresInAProcessOfItsOwn() {
    CanaryTrial trial = trial(MODEL);
    assertThat(trial.passed()).as(trial.detail()).isTrue();
    assertThat(trial.match().rows()).isEqualTo(3);
    CanaryTrial other = trial(new Plain(1.01));
    assertThat(other.passed()).isFalse();
    assertThat(other.detail()).contains("of 3 rows are scored otherwise");
  }

  @Test
  void aDamagedFileIsRefusedThereWithTheReason() {
    // Its own hash, but a graph cut short.
    byte[] cut = Arrays.copyOf(FILE.bytes(), FILE.bytes().length / 2);
    OnnxArtifact forged =
        new OnnxArtifact(
            cut,
            org.tidemark.models.onnx.Sha256.of(cut),
            FILE.featureSetHash(),
            FILE.featureNames(),
            FILE.target(),
            FILE.metadata());
    assertThat(new Canary(Canary.STANDARD).score(forged, ROWS))
        .isInstanceOfSatisfying(
            Canary.Outcome.Failed.class,
            failed ->
                assertThat(failed.reason()).startsWith("exit 10, model file refused (FORMAT)"));
  }

  @Test
  void aKilledSlowOrGreedyChildLeavesThisProcessAlone() {
    assertThat(end(1, 256, 60)).isEqualTo("exit 137, killed by signal 9");
    assertThat(end(5, 256, 60)).isEqualTo("exit 1, crashed by SIGSEGV");
    assertThat(end(2, 16, 60)).isEqualTo("exit 3, out of a heap of 16 MiB");
    assertThat(end(3, 256, 1)).isEqualTo("not done after 1000 ms");
    assertThat(end(4, 256, 60)).isEqualTo("exit 0 without scores");
  }

  private static String end(int how, int heap, int seconds) {
    Canary canary =
        new Canary(new Canary.Limits(heap, Duration.ofSeconds(seconds)), Misbehaving.class);
    return ((Canary.Outcome.Failed) canary.score(FILE, new float[] {how, 0})).reason();
  }
}
