package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.neural.Pytorch;
import org.tidemark.models.onnx.EstimateUnit;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ScoreMatch;
import org.tidemark.models.score.OnnxScorer;

/**
 * How fast the net of 100 columns is fitted and scored, in seconds of the one thread that does it,
 * so that a busy machine tells nearly the same; prints the figures.
 */
@Tag("long")
class NetSpeedIT {
  private static final int ROWS = 12_800;

  @Test
  void fitAndScore() {
    Pytorch.need();
    TrainingSet rows = SequenceSamples.of(20, ROWS, 1);
    MomentumNnLearner one =
        new MomentumNnLearner(
            new NetParameters(1, 128, 0.001), new Rounds.All(), new Checkpoints.None());
    one.fit(rows.only(first(1_280)), 1);
    long begun = cpuNanos();
    NetModel model = one.fit(rows, 1);
    double fit = seconds(begun);
    begun = cpuNanos();
    float[] walked = model.score(rows.features(), ROWS);
    double walk = seconds(begun);
    OnnxArtifact file = OnnxExport.of(model, Map.of());
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
      begun = cpuNanos();
      float[] scored = scorer.score(rows.features(), ROWS);
      double onnx = seconds(begun);
      ScoreMatch match =
          ScoreMatch.of(rows.target(), walked, scored, model.form().tolerance(), EstimateUnit.ONE);
      System.out.printf(
          Locale.ROOT,
          "fit %.0f steps/s of 128 rows; plain Java %.0f rows/s, ONNX Runtime %.0f rows/s; %s%n",
          ROWS / 128 / fit,
          ROWS / walk,
          ROWS / onnx,
          match);
      assertThat(match.holds()).as("%s", match).isTrue();
    }
  }

  private static int[] first(int rows) {
    return IntStream.range(0, rows).toArray();
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double seconds(long begun) {
    return (cpuNanos() - begun) / 1e9;
  }
}
