package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.explain.Shap;
import org.tidemark.models.form.MixtureForm;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;
import org.tidemark.models.score.OnnxScorer;

/**
 * Mixtures of given parameters: against scikit-learn, against their ONNX files, and by their bytes.
 */
class MixtureTest {
  private static TrainingColumns columns(int width) {
    List<String> names = IntStream.range(0, width).mapToObj(j -> "f" + j).toList();
    return new TrainingColumns(names, Samples.HASH, "label", Optional.empty());
  }

  private static Target target(int components) {
    return components == 2 ? new Target.Binary() : new Target.MultiClass(components);
  }

  private static Standardised scale(double[] means, double[] deviations) {
    return new Standardised(means, deviations, means.length, 0, 0);
  }

  private static double[] ones(int n) {
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void posteriorsAreThoseOfScikitLearn() {
    for (GoldenCase golden : GoldenCase.read("learn", "mixtures.txt")) {
      double[] weights = golden.array("weights");
      int k = weights.length;
      double[][] means = golden.rows("means", k);
      double[][] covariances = golden.rows("covariances", k);
      int width = means[0].length;
      List<Component> components = new ArrayList<>();
      for (int i = 0; i < k; i++) {
        components.add(new Component(weights[i], means[i], covariances[i]));
      }
      assertThat(components).isSortedAccordingTo(Component.CALM_FIRST);
      MixtureForm form =
          GaussianMixtureLearner.form(scale(new double[width], ones(width)), components, 0);

      double[] points = golden.array("points");
      double[] posteriors = golden.array("posteriors");
      float[] rows = new float[points.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) points[i];
      }
      float[] out = new float[form.outputs()];
      for (int row = 0; row < rows.length / width; row++) {
        form.score(rows, row * width, out, 0);
        for (int i = 0; i < out.length; i++) {
          double expected = posteriors[row * k + (k == 2 ? 1 : i)];
          assertThat((double) out[i]).as(golden.name()).isCloseTo(expected, within(1e-7));
        }
      }
    }
  }

  private static MixtureModel random(int components, int width, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Component> all = new ArrayList<>();
    for (int k = 0; k < components; k++) {
      double[] root = random.doubles(width * width, -1, 1).toArray();
      double[] covariance = new double[width * width];
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < width; j++) {
          for (int l = 0; l < width; l++) {
            covariance[i * width + j] += root[i * width + l] * root[j * width + l] / width;
          }
        }
      }
      all.add(new Component(1.0 / components, random.doubles(width, -1, 1).toArray(), covariance));
    }
    all.sort(Component.CALM_FIRST);
    double[] means = random.doubles(width, -3, 3).toArray();
    double[] deviations = random.doubles(width, 0.01, 5).toArray();
    return new MixtureModel(
        GaussianMixtureLearner.form(scale(means, deviations), all, 1e-6),
        target(components),
        columns(width).features(),
        Samples.HASH);
  }

  @Test
  void theFileScoresAlikeAndTheBytesReadBack() {
    for (int components = 2; components <= 4; components++) {
      MixtureModel model = random(components, 6, components);
      Target target = model.target();
      TrainingSet rows = Samples.of(new Target.Regression(), 2_000, 6, 9);
      OnnxArtifact file = OnnxExport.of(model, Map.of());
      try (OnnxScorer scorer =
          OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
        ParityCertificate certificate =
            ParityCheck.certify(model, file, scorer, rows.features(), rows.rows());
        assertThat(certificate.holds()).as("%s", certificate).isTrue();
        assertThat(certificate.edges()).isEqualTo(3 * 6);
      }
      MixtureModel copy = MixtureModel.of(model.nativeBytes(), columns(6), target);
      assertThat(copy.nativeBytes()).isEqualTo(model.nativeBytes());
      assertThat(copy.score(rows.features(), rows.rows()))
          .isEqualTo(model.score(rows.features(), rows.rows()));
      assertThat(Shap.of(model.form())).isEmpty();
    }
  }

  @Test
  void refusesWhatIsNoMixture() {
    MixtureModel model = random(3, 4, 1);
    assertThatThrownBy(() -> MixtureModel.of("{}".getBytes(), columns(4), model.target()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no 'means'");
    assertThatThrownBy(() -> MixtureModel.of(model.nativeBytes(), columns(5), model.target()))
        .hasMessageContaining("over 4 columns does not fit 5 names");
    assertThatThrownBy(
            () -> MixtureModel.of(model.nativeBytes(), columns(4), new Target.MultiClass(4)))
        .hasMessageContaining("mixture of 3 components");
    assertThatThrownBy(() -> model.score(new float[7], 2)).hasMessageContaining("2 rows of 4");
    Component flat = new Component(0.5, new double[2], new double[] {1, 1, 1, 1});
    assertThatThrownBy(() -> flat.whitening(0))
        .hasMessageContaining("singular at column 1")
        .hasMessageContaining("raise the floor");
    assertThatThrownBy(() -> new MixtureParameters(0, 0.1, 0)).hasMessageContaining("iterations");
  }
}
