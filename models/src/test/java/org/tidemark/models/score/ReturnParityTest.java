package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.ensemble.BaggedLearner;
import org.tidemark.models.learn.Monotone;
import org.tidemark.models.learn.RegressionLoss;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.TreeOrder;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostMode;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.EstimateUnit;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;

/** Models of labels as small as returns hold their certificate in the unit of those labels. */
class ReturnParityTest {
  private static final Target REAL = new Target.Regression();

  private static TrainingSet rows(int rows, long seed) {
    TrainingSet large = Samples.of(REAL, rows, 9, seed);
    float[] labels = large.labels().clone();
    for (int i = 0; i < labels.length; i++) {
      labels[i] *= 0.01f;
    }
    return new TrainingSet(
        large.featureNames(),
        large.featureSetHash(),
        REAL,
        rows,
        large.features(),
        labels,
        large.weights());
  }

  private static XgboostMode mode(TreeOrder order, String loss) {
    return new XgboostMode(order, RegressionLoss.parse(loss), Monotone.NONE);
  }

  static Stream<Arguments> models() {
    XgboostParameters boosted = XgboostParameters.standard().withTrees(300, 6, 0.1);
    XgboostParameters forest =
        XgboostParameters.standard()
            .withTrees(60, 6, 1)
            .withLeaves(XgboostParameters.FOREST_RIDGE, 1, 0)
            .withDraw(0.7, 0.5)
            .withMode(mode(TreeOrder.RANDOM_FOREST, "squared"));
    TrainingSet train = rows(3_000, 1);
    return Stream.of(
        Arguments.of("boosted", new XgboostLearner(boosted).fit(train, 1)),
        Arguments.of(
            "quantile",
            new XgboostLearner(boosted.withMode(mode(TreeOrder.BOOSTED, "quantile:0.9")))
                .fit(train, 1)),
        Arguments.of("forest", new XgboostLearner(forest).fit(train, 1)),
        Arguments.of(
            "bagging",
            new BaggedLearner(new XgboostLearner(boosted.withTrees(50, 4, 0.1)), 5, 20)
                .fit(train, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void theCertificateHoldsInTheUnitOfTheLabels(String name, FormedModel model) {
    TrainingSet fresh = rows(2_000, 2);
    double unit = EstimateUnit.of(REAL, fresh.labels());
    assertThat(unit).isBetween(1e-5, 1e-3);
    OnnxArtifact artifact = OnnxExport.of(model, Map.of());
    try (OnnxScorer scorer =
        OnnxScorer.open(
            artifact.bytes(),
            new LoadGuard.Expected(artifact.sha256(), artifact.featureSetHash()))) {
      ParityCertificate certificate =
          ParityCheck.certify(
              model, artifact, scorer.crossChecked(), fresh.features(), fresh.rows(), unit);
      assertThat(certificate.holds()).as("%s %s", name, certificate).isTrue();
      // Held against 1, scores that are all a thousandth too high would pass.
      ParityCertificate broken =
          ParityCheck.certify(
              model,
              artifact,
              (features, rows) -> {
                float[] scores = scorer.score(features, rows);
                for (int i = 0; i < rows; i++) {
                  scores[i] *= 1.001f;
                }
                return scores;
              },
              fresh.features(),
              fresh.rows(),
              unit);
      assertThat(broken.holds()).isFalse();
    }
  }
}
