package org.tidemark.jobs.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tidemark.jobs.train.FrameSample;
import org.tidemark.models.Target;
import org.tidemark.models.explain.FeatureGroups;
import org.tidemark.models.explain.Importance;
import org.tidemark.models.learn.LinearModel;

/** Permutation importance is stored under the name of what it measures. */
class PermutedTest {
  private static final int ROWS = 400;

  /** Column a decides the label, column b is noise. */
  private static FrameSample sample(int classes) {
    SplittableRandom random = new SplittableRandom(5);
    float[] features = new float[2 * ROWS];
    float[] labels = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      features[2 * i] = (float) random.nextDouble(-1, 1);
      features[2 * i + 1] = (float) random.nextDouble(-1, 1);
      labels[i] = classes == 0 ? features[2 * i] : (int) ((features[2 * i] + 1) / 2 * classes);
    }
    return new FrameSample(List.of(), features, labels);
  }

  @ParameterizedTest
  @CsvSource({
    "0, IDENTITY, permutation_rmse",
    "2, SIGMOID, permutation_auc",
    "3, SOFTMAX, permutation_auc_of_class_2"
  })
  void theNameSaysWhatIsMeasured(int classes, String link, String method) {
    Target target =
        classes == 0
            ? new Target.Regression()
            : classes == 2 ? new Target.Binary() : new Target.MultiClass(classes);
    String weights = classes == 3 ? "[[-4,0],[0,0],[4,0]]" : "[[1,0]]";
    String intercepts = classes == 3 ? "[0,0,0]" : "[0]";
    LinearModel model =
        LinearModel.of(
            "{\"means\":[0,0],\"deviations\":[1,1],\"coefficients\":%s,\"intercepts\":%s,\"link\":\"%s\"}"
                .formatted(weights, intercepts, link)
                .getBytes(StandardCharsets.UTF_8),
            target,
            List.of("a", "b"),
            "hash");
    List<Importance> found =
        Permuted.of(model, sample(classes), FeatureGroups.each(model.featureNames()), 7);
    assertThat(found).extracting(Importance::method).containsOnly(method);
    assertThat(found.get(0).feature()).isEqualTo("a");
    assertThat(found.get(0).score()).isGreaterThan(0.2);
    assertThat(found.get(1).score()).isZero();
  }
}
