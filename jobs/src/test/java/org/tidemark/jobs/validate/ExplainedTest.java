package org.tidemark.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.models.Target;
import org.tidemark.models.explain.FeatureGroups;
import org.tidemark.models.learn.LinearModel;

/** What is said of a fold's model, and what is said when the model says nothing. */
class ExplainedTest {
  private static final int ROWS = 200;
  private static final List<String> NAMES = List.of("signal", "noise");

  /** The first half is calm; the wild half has a signal of three times the size. */
  private static FrameSample sample() {
    SplittableRandom random = new SplittableRandom(3);
    float[] features = new float[2 * ROWS];
    float[] labels = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      features[2 * i] = (i % 2 == 0 ? 1 : -1) * (i < ROWS / 2 ? 1 : 3);
      features[2 * i + 1] = (float) random.nextGaussian();
      labels[i] = i % 2 == 0 ? 1 : 0;
    }
    return new FrameSample(List.of(), features, labels);
  }

  private static Explained explain(double coefficient) {
    LinearModel model =
        LinearModel.of(
            "{\"means\":[0,0],\"deviations\":[1,1],\"coefficients\":[[%s,0]],\"intercepts\":[0],\"link\":\"SIGMOID\"}"
                .formatted(coefficient)
                .getBytes(StandardCharsets.UTF_8),
            new Target.Binary(),
            NAMES,
            "hash");
    Map<String, int[]> regimes =
        Map.of(
            "ALL", IntStream.range(0, ROWS).toArray(),
            "calm", IntStream.range(0, ROWS / 2).toArray(),
            "wild", IntStream.range(ROWS / 2, ROWS).toArray(),
            "never", new int[0]);
    return Explained.of(model, sample(), regimes, FeatureGroups.each(NAMES), 7);
  }

  private static double score(Explained explained, String regime, String method) {
    return explained.found().stream()
        .filter(one -> one.regime().equals(regime))
        .filter(one -> one.importance().method().equals(method))
        .filter(one -> one.importance().feature().equals("signal"))
        .findFirst()
        .orElseThrow()
        .importance()
        .score();
  }

  @Test
  void everyMethodSpeaksAndShapByRegime() {
    Explained explained = explain(0.5);
    assertThat(explained.fallback()).isEmpty();
    assertThat(explained.found()).extracting(Explained.InRegime::regime).doesNotContain("never");
    assertThat(
            explained.found().stream()
                .map(one -> one.importance().method())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(
            "gain", "shap", "permutation_auc", "grouped_permutation_auc", "correlation");
    assertThat(score(explained, "calm", "shap")).isCloseTo(0.5, within(1e-12));
    assertThat(score(explained, "wild", "shap")).isCloseTo(1.5, within(1e-12));
    assertThat(score(explained, "ALL", "shap")).isCloseTo(1, within(1e-12));
    assertThat(score(explained, "ALL", "permutation_auc"))
        .isEqualTo(score(explained, "ALL", "grouped_permutation_auc"));
    assertThat(score(explained, "ALL", "correlation")).isGreaterThan(0.8);
  }

  @Test
  void whereTheModelUsesNothingVarianceStandsInAndIsNamed() {
    Explained explained = explain(0);
    assertThat(explained.fallback()).contains("variance");
    // -3, -1, 1 and 3, equally often, over a range of 6: 5 / 36.
    assertThat(score(explained, "ALL", "variance")).isCloseTo(5.0 / 36, within(1e-9));
  }
}
