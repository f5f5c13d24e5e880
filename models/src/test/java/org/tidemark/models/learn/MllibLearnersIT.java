package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.explain.Shap;
import org.tidemark.models.explain.TreeShap;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;
import org.tidemark.models.score.OnnxScorer;

/** Every learner of MLlib on every target it fits: certificate, bytes, MLlib's own predictions. */
class MllibLearnersIT {
  private static final int COLUMNS = 4;
  private static final Target BINARY = new Target.Binary();
  private static final Target THREE = new Target.MultiClass(3);
  private static final Target REAL = new Target.Regression();
  private static final ElasticNetLearner NET =
      new ElasticNetLearner(ElasticNetParameters.standard());
  private static final RandomForestLearner FOREST =
      new RandomForestLearner(new ForestParameters(7, 4, 5, 1, 0.5, 32));
  private static final GbtLearner GBT = new GbtLearner(new GbtParameters(5, 3, 0.3, 5, 0.8, 1, 32));
  private static final GaussianMixtureLearner MIXTURE =
      new GaussianMixtureLearner(new MixtureParameters(10, 0.01, 1e-6));

  private record Case(DistributedLearner learner, Target target) {}

  private static final List<Case> CASES =
      List.of(
          new Case(NET, BINARY),
          new Case(NET, THREE),
          new Case(NET, REAL),
          new Case(FOREST, BINARY),
          new Case(FOREST, THREE),
          new Case(FOREST, REAL),
          new Case(GBT, BINARY),
          new Case(GBT, REAL),
          new Case(MIXTURE, BINARY),
          new Case(MIXTURE, THREE));

  @Test
  void everyModelHoldsItsCertificateAndReadsBack() {
    for (Case each : CASES) {
      TrainingSet train = Samples.of(each.target(), 600, COLUMNS, 1);
      TrainingSet rows = Samples.of(each.target(), 500, COLUMNS, 2);
      TrainingColumns columns = SampleFrames.columns(train);
      FormedModel model = each.learner().fit(SampleFrames.of(train), columns, each.target(), 3);
      OnnxArtifact file = OnnxExport.of(model, Map.of("learner", each.learner().name()));
      try (OnnxScorer scorer =
          OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
        ParityCertificate certificate =
            ParityCheck.certify(model, file, scorer, rows.features(), rows.rows());
        assertThat(certificate.holds()).as("%s %s", each, certificate).isTrue();
        assertThat(certificate.labelFlips()).isZero();
        assertThat(certificate.edges()).isGreaterThan(5);
      }
      FormedModel copy = each.learner().load(model.nativeBytes(), columns, each.target());
      assertThat(copy.nativeBytes()).isEqualTo(model.nativeBytes());
      assertThat(copy.score(rows.features(), rows.rows()))
          .isEqualTo(model.score(rows.features(), rows.rows()));
      Shap.of(model.form())
          .filter(TreeShap.class::isInstance)
          .ifPresent(shap -> addsUp(shap, model, rows));
    }
  }

  /** Where the margin is the score: values and expectation add up to it. */
  private static void addsUp(Shap shap, FormedModel model, TrainingSet rows) {
    int width = model.target().width();
    double[] values = shap.values(rows.features(), rows.rows());
    float[] scores = model.score(rows.features(), rows.rows());
    for (int i = 0; i < rows.rows() * width; i++) {
      double margin = shap.expected()[i % width];
      for (int j = 0; j < COLUMNS; j++) {
        margin += values[i * COLUMNS + j];
      }
      double score = model.form().link().isSigmoid() ? 1 / (1 + Math.exp(-margin)) : margin;
      assertThat(score).isCloseTo(scores[i], within(1e-5));
    }
  }

  @Test
  @Tag("slow")
  void theSameRowsGiveTheSameBytesHoweverTheyLie() {
    for (Case each : List.of(CASES.get(0), CASES.get(5), CASES.get(6), CASES.get(9))) {
      TrainingSet train = Samples.of(each.target(), 300, COLUMNS, 3);
      TrainingColumns columns = SampleFrames.columns(train);
      Dataset<Row> rows = SampleFrames.of(train);
      byte[] fitted = each.learner().fit(rows, columns, each.target(), 1).nativeBytes();
      for (Dataset<Row> lying :
          List.of(
              rows.repartition(5, functions.col("f0")), rows.orderBy(functions.col("f1").desc()))) {
        assertThat(each.learner().fit(lying, columns, each.target(), 1).nativeBytes())
            .as("%s", each)
            .isEqualTo(fitted);
      }
    }
  }

  @Test
  @Tag("slow")
  void treesScoreAsMllibDoes() {
    for (Case each : CASES.subList(3, 8)) {
      TrainingSet train = Samples.of(each.target(), 600, COLUMNS, 4);
      TrainingColumns columns = SampleFrames.columns(train);
      Dataset<Row> frame = SampleFrames.of(train);
      Dataset<Row> window = Standardised.numbers(Standardised.inOrder(frame), columns);
      Dataset<Row> ready = Standardised.fit(window, columns, each.target()).filled(window).cache();
      FormedModel model = each.learner().fit(frame, columns, each.target(), 5);
      float[] scores = model.score(train.features(), train.rows());
      boolean shares = each.target() instanceof Target.MultiClass || each.learner() == GBT;
      Dataset<Row> scored;
      if (each.learner() == GBT) {
        scored =
            each.target() == BINARY
                ? GBT.classifier(5).fit(ready).transform(ready)
                : GBT.regressor(5).fit(ready).transform(ready);
      } else {
        scored =
            each.target() == THREE
                ? FOREST.classifier(5).fit(ready).transform(ready)
                : FOREST.regressor(5).fit(ready).transform(ready);
      }
      boolean probabilities = shares && each.target() != REAL;
      List<Row> wanted =
          scored.select(probabilities ? "probability" : "prediction").collectAsList();
      int width = each.target().width();
      for (int row = 0; row < train.rows(); row++) {
        for (int k = 0; k < width; k++) {
          double expected =
              probabilities
                  ? ((Vector) wanted.get(row).get(0)).apply(width == 1 ? 1 : k)
                  : wanted.get(row).getDouble(0);
          assertThat((double) scores[row * width + k])
              .as("%s row %d", each, row)
              .isCloseTo(expected, within(2e-6));
        }
      }
      ready.unpersist();
    }
  }

  private static TrainingSet set(GoldenCase golden, Target target, int rows) {
    double[] values = golden.array("rows");
    int width = values.length / rows;
    float[] features = new float[values.length];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    for (int i = 0; i < values.length; i++) {
      features[i] = (float) values[i];
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = golden.values().containsKey("labels") ? (float) golden.array("labels")[i] : 0;
      weights[i] = 1;
    }
    List<String> names = IntStream.range(0, width).mapToObj(j -> "f" + j).toList();
    return new TrainingSet(names, Samples.HASH, target, rows, features, labels, weights);
  }

  @Test
  void elasticNetsAreThoseOfScikitLearn() {
    for (GoldenCase golden : GoldenCase.read("learn", "nets.txt")) {
      Target target =
          switch (golden.name()) {
            case "binary" -> BINARY;
            case "multiclass" -> THREE;
            default -> REAL;
          };
      TrainingSet train = set(golden, target, golden.array("labels").length);
      ElasticNetLearner learner =
          new ElasticNetLearner(
              new ElasticNetParameters(
                  golden.number("penalty"), golden.number("share"), 1_000, 1e-12));
      LinearForm form =
          learner.fit(SampleFrames.of(train), SampleFrames.columns(train), target, 1).form();
      double[][] expected = golden.rows("coefficients", target.width());
      double unit = target == REAL ? 1e-3 : 1;
      for (int k = 0; k < expected.length; k++) {
        assertThat(form.coefficients()[k])
            .as("%s output %d", golden.name(), k)
            .containsExactly(expected[k], within(1e-4 * unit));
        assertThat(form.intercepts()[k] - form.intercepts()[0])
            .isCloseTo(
                golden.array("intercepts")[k] - golden.array("intercepts")[0], within(1e-4 * unit));
        for (int j = 0; j < expected[k].length; j++) {
          assertThat(form.coefficients()[k][j] == 0).isEqualTo(expected[k][j] == 0);
        }
      }
      if (target != THREE) {
        assertThat(form.intercepts()[0])
            .isCloseTo(golden.number("intercepts"), within(1e-4 * unit));
      }
    }
  }

  @Test
  void separateClustersAreFoundCalmFirst() {
    GoldenCase golden = GoldenCase.read("learn", "clusters.txt").get(0);
    TrainingSet rows = set(golden, THREE, golden.array("rows").length / 2);
    GaussianMixtureLearner learner =
        new GaussianMixtureLearner(new MixtureParameters(500, 1e-9, 0));
    List<String> agree = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      MixtureModel model =
          learner.fit(SampleFrames.of(rows), SampleFrames.columns(rows), THREE, seed);
      float[] scores = model.score(rows.features(), rows.rows());
      double worst = 0;
      for (int i = 0; i < scores.length; i++) {
        worst = Math.max(worst, Math.abs(scores[i] - golden.array("posteriors")[i]));
      }
      agree.add(worst < 1e-4 ? "same" : "seed " + seed + " is off by " + worst);
    }
    assertThat(agree).contains("same");
  }

  @Test
  void badWindowsAreRefusedWithTheRemedy() {
    TrainingSet train = Samples.of(BINARY, 60, COLUMNS, 6);
    TrainingColumns columns = SampleFrames.columns(train);
    Dataset<Row> rows = SampleFrames.of(train);
    Dataset<Row> one = rows.withColumn("label", functions.lit(1f));
    for (DistributedLearner learner : List.of(NET, FOREST, GBT)) {
      assertThatThrownBy(() -> learner.fit(one, columns, BINARY, 1))
          .hasMessageContaining("all 60 labels of the window are 1")
          .hasMessageContaining("longer window or another label");
    }
    assertThatThrownBy(() -> GBT.fit(rows, columns, THREE, 1))
        .hasMessageContaining("not 3 classes; use random-forest or xgboost");
    assertThatThrownBy(() -> MIXTURE.fit(rows, columns, REAL, 1))
        .hasMessageContaining("estimates no real target");
    Dataset<Row> empty = rows;
    for (String name : columns.features()) {
      empty = empty.withColumn(name, functions.lit(Float.NaN));
    }
    Dataset<Row> nothing = empty;
    assertThatThrownBy(() -> MIXTURE.fit(nothing, columns, BINARY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no column varies");
    assertThatThrownBy(
            () ->
                FOREST.fit(
                    rows.withColumn("f1", functions.lit(Float.NEGATIVE_INFINITY)),
                    columns,
                    BINARY,
                    1))
        .hasMessageContaining("column f1 has infinite values");
  }

  @Test
  void constantRealLabelsAndEmptyColumnsHaveAStatedOutcome() {
    TrainingSet train = Samples.of(REAL, 60, COLUMNS, 7);
    TrainingColumns columns =
        new TrainingColumns(train.featureNames(), Samples.HASH, "label", Optional.empty());
    Dataset<Row> rows =
        SampleFrames.of(train)
            .withColumn("label", functions.lit(0.25f))
            .withColumn("f1", functions.lit(Float.NaN));
    float[] row = {1, 2, Float.NaN, 3};
    for (DistributedLearner learner : List.of(NET, FOREST, GBT)) {
      assertThat(learner.fit(rows, columns, REAL, 1).score(row, 1)[0])
          .as(learner.name())
          .isCloseTo(0.25f, within(1e-6f));
    }
    FormedModel mixture = MIXTURE.fit(rows, columns, THREE, 1);
    float[] scores = mixture.score(row, 1);
    assertThat(scores[0] + scores[1] + scores[2]).isCloseTo(1, within(1e-6f));
  }
}
