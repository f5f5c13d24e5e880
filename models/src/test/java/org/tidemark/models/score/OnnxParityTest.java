package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.TreeEnsemble;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Monotone;
import org.tidemark.models.learn.RegressionLoss;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.TreeOrder;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostMode;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;

/** Fitted models against their ONNX files; leaves files and scores for the check in Python. */
class OnnxParityTest {
  private static final int COLUMNS = 7;
  private static final Map<String, String> PROVENANCE =
      Map.of("learner", "xgboost", "seed", "1", "split", "walk-forward fold 3");

  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of("binary", new Target.Binary()),
        Arguments.of("multiclass", new Target.MultiClass(4)),
        Arguments.of("regression", new Target.Regression()));
  }

  @ParameterizedTest(name = "trees {0}")
  @MethodSource("targets")
  void treesScoreAlike(String name, Target target) throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      TrainingSet train = Samples.of(target, 5_000, COLUMNS, seed);
      FormedModel model =
          new XgboostLearner(XgboostParameters.standard().withTrees(60, 6, 0.1)).fit(train, seed);
      ParityCertificate certificate = certify(model, target, seed + 100);
      assertThat(certificate.holds()).as("%s", certificate).isTrue();
      assertThat(certificate.edges()).isGreaterThan(300);
      if (seed == 1) {
        leave("xgboost-" + name, model, target);
      }
    }
  }

  static Stream<Arguments> modes() {
    Target number = new Target.Regression();
    XgboostParameters boosted = XgboostParameters.standard().withTrees(60, 6, 0.1);
    return Stream.of(
        Arguments.of("absolute", number, boosted.withMode(mode("boosted", "absolute", ""))),
        Arguments.of("quantile", number, boosted.withMode(mode("boosted", "quantile:0.9", ""))),
        Arguments.of("monotone", number, boosted.withMode(mode("boosted", "squared", "f1:+"))),
        Arguments.of("forest", number, forest()),
        Arguments.of("forest-binary", new Target.Binary(), forest()),
        Arguments.of("forest-multiclass", new Target.MultiClass(3), forest()));
  }

  private static XgboostMode mode(String order, String loss, String monotone) {
    return new XgboostMode(
        TreeOrder.parse(order), RegressionLoss.parse(loss), Monotone.parse(monotone));
  }

  private static XgboostParameters forest() {
    return XgboostParameters.standard()
        .withTrees(60, 6, 1)
        .withLeaves(1e-5, 1, 0)
        .withDraw(0.7, 0.5)
        .withMode(mode("random-forest", "squared", ""));
  }

  @ParameterizedTest(name = "mode {0}")
  @MethodSource("modes")
  void everyModeScoresAlike(String name, Target target, XgboostParameters parameters)
      throws IOException {
    FormedModel model =
        new XgboostLearner(parameters).fit(Samples.of(target, 5_000, COLUMNS, 1), 1);
    ParityCertificate certificate = certify(model, target, 101);
    assertThat(certificate.holds()).as("%s", certificate).isTrue();
    assertThat(certificate.labelFlips()).isZero();
    leave("xgboost-" + name, model, target);
  }

  @ParameterizedTest(name = "linear {0}")
  @MethodSource("targets")
  void linearModelsScoreAlike(String name, Target target) throws IOException {
    for (int seed = 1; seed <= 5; seed++) {
      FormedModel model = LinearSamples.of(target, COLUMNS, seed);
      ParityCertificate certificate = certify(model, target, seed + 100);
      assertThat(certificate.holds()).as("%s", certificate).isTrue();
      if (seed == 1) {
        leave("linear-" + name, model, target);
      }
    }
  }

  @Test
  void largeRegressionValuesKeepTheirRelativeError() {
    TrainingSet small = Samples.of(new Target.Regression(), 3_000, COLUMNS, 5);
    float[] labels = small.labels().clone();
    for (int row = 0; row < labels.length; row++) {
      labels[row] = 60_000 + 1e6f * labels[row];
    }
    TrainingSet large =
        new TrainingSet(
            small.featureNames(),
            small.featureSetHash(),
            small.target(),
            small.rows(),
            small.features(),
            labels,
            small.weights());
    FormedModel model = XgboostLearner.standard().fit(large, 1);

    assertThat(certify(model, large.target(), 6).holds()).isTrue();
  }

  /** Trees that hardly learn: every margin is about as small as float32 steps of a sigmoid see. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 2e-8, 1e-7, 2e-7, 5e-7})
  void labelsAreThoseOfXgboostRightBesideOneHalf(double eta) {
    TrainingSet signal = Samples.of(new Target.Binary(), 5_000, COLUMNS, 1);
    TrainingSet even = evenly(signal);
    FormedModel model =
        new XgboostLearner(XgboostParameters.standard().withTrees(1, 6, eta)).fit(even, 1);
    ParityCertificate certificate = certify(model, even.target(), 3);

    float[] scores = model.score(signal.features(), signal.rows());
    assertThat(scores).contains(0.5f);
    assertThat(certificate.labelFlips()).as("%s", certificate).isZero();
    assertThat(certificate.maxDifference()).isLessThan(1.3e-7);
  }

  /** As many rows of one class as of the other, all of one weight: the base margin is 0. */
  private static TrainingSet evenly(TrainingSet rows) {
    List<Integer> kept = new ArrayList<>();
    for (float label : new float[] {0, 1}) {
      IntStream.range(0, rows.rows())
          .filter(i -> rows.labels()[i] == label)
          .limit(1_000)
          .forEach(kept::add);
    }
    float[] features = new float[kept.size() * COLUMNS];
    float[] labels = new float[kept.size()];
    float[] weights = new float[kept.size()];
    Arrays.fill(weights, 1);
    for (int i = 0; i < labels.length; i++) {
      System.arraycopy(rows.features(), kept.get(i) * COLUMNS, features, i * COLUMNS, COLUMNS);
      labels[i] = rows.labels()[kept.get(i)];
    }
    return new TrainingSet(
        rows.featureNames(),
        rows.featureSetHash(),
        rows.target(),
        labels.length,
        features,
        labels,
        weights);
  }

  @Test
  void aModelThatLearnedNothingIsItsBase() {
    TrainingSet train = Samples.of(new Target.Binary(), 50, COLUMNS, 1);
    FormedModel model =
        new XgboostLearner(XgboostParameters.standard().withTrees(3, 3, 0.1).withLeaves(1, 1, 1e6))
            .fit(train, 1);

    assertThat(((TreeEnsemble) model.form()).trees())
        .hasSize(3)
        .allSatisfy(tree -> assertThat(tree.nodes()).hasSize(1));
    assertThat(certify(model, train.target(), 2).holds()).isTrue();
  }

  @Test
  void theCertificateSeesAnotherModel() {
    Target target = new Target.Binary();
    XgboostLearner learner = new XgboostLearner(XgboostParameters.standard().withTrees(20, 4, 0.3));
    FormedModel one = learner.fit(Samples.of(target, 2_000, COLUMNS, 1), 1);
    FormedModel other = learner.fit(Samples.of(target, 2_000, COLUMNS, 2), 1);
    OnnxArtifact file = OnnxExport.of(other, PROVENANCE);
    TrainingSet rows = Samples.of(target, 1_000, COLUMNS, 3);

    try (OnnxScorer scorer = open(file)) {
      ParityCertificate certificate =
          ParityCheck.certify(one, file, scorer, rows.features(), rows.rows());
      assertThat(certificate.holds()).isFalse();
      assertThat(certificate.labelFlips()).isPositive();
      assertThat(certificate.mismatches()).isGreaterThanOrEqualTo(certificate.labelFlips());
      assertThat(certificate.maxDifference()).isGreaterThan(1e-3);
      assertThat(certificate.maxFlipDistance()).isPositive();
    }
  }

  @Test
  void theSameModelGivesTheSameFile() {
    TrainingSet train = Samples.of(new Target.MultiClass(3), 1_000, COLUMNS, 1);
    XgboostLearner learner = new XgboostLearner(XgboostParameters.standard().withTrees(10, 4, 0.3));

    OnnxArtifact one = OnnxExport.of(learner.fit(train, 1), PROVENANCE);
    OnnxArtifact two = OnnxExport.of(learner.fit(train, 1), PROVENANCE);

    assertThat(one.bytes()).isEqualTo(two.bytes());
    assertThat(one.sha256()).isEqualTo(two.sha256());
    assertThat(one.metadata())
        .containsEntry("split", "walk-forward fold 3")
        .containsEntry("tidemark.target", "multiclass:3")
        .containsEntry("tidemark.feature_names", "f0,f1,f2,f3,f4,f5,f6");
  }

  private static ParityCertificate certify(FormedModel model, Target target, long seed) {
    OnnxArtifact file = OnnxExport.of(model, PROVENANCE);
    TrainingSet rows = Samples.of(target, 5_000, COLUMNS, seed);
    try (OnnxScorer scorer = open(file)) {
      return ParityCheck.certify(model, file, scorer.crossChecked(), rows.features(), rows.rows());
    }
  }

  private static OnnxScorer open(OnnxArtifact file) {
    return OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH));
  }

  /** One folder per model: model.onnx, native.json, expected.csv (columns, then native scores). */
  private static void leave(String name, FormedModel model, Target target) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/onnx-cross-check", name));
    Files.write(folder.resolve("model.onnx"), OnnxExport.of(model, PROVENANCE).bytes());
    Files.write(folder.resolve("native.json"), model.nativeBytes());
    TrainingSet rows = Samples.of(target, 500, COLUMNS, 999);
    float[] scores = model.score(rows.features(), rows.rows());
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < rows.rows(); row++) {
      for (int j = 0; j < COLUMNS; j++) {
        text.append(rows.features()[row * COLUMNS + j]).append(',');
      }
      for (int k = 0; k < target.width(); k++) {
        text.append(scores[row * target.width() + k]).append(k + 1 < target.width() ? ',' : '\n');
      }
    }
    Files.writeString(folder.resolve("expected.csv"), text);
  }
}
