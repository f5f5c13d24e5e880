package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;
import org.tidemark.models.score.OnnxScorer;

class LogisticLearnerIT {
  private static final LogisticLearner LEARNER = LogisticLearner.standard();

  @Test
  void fitsEveryTargetAndLeavesAsOnnx() {
    for (Target target :
        List.of(new Target.Binary(), new Target.MultiClass(3), new Target.Regression())) {
      TrainingSet train = Samples.of(target, 3_000, 5, 1);
      TrainingSet test = Samples.of(target, 2_000, 5, 2);
      LinearModel model =
          LEARNER.fit(SampleFrames.of(train), SampleFrames.columns(train), target, 1);

      float[] scores = model.score(test.features(), test.rows());
      assertThat(skill(target, scores, test.labels())).as("%s", target).isGreaterThan(0.6);

      OnnxArtifact file = OnnxExport.of(model, Map.of("learner", LEARNER.name()));
      try (OnnxScorer scorer =
          OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
        ParityCertificate certificate =
            ParityCheck.certify(model, file, scorer, test.features(), test.rows());
        assertThat(certificate.holds()).as("%s", certificate).isTrue();
      }
      LinearModel copy =
          LinearModel.of(model.nativeBytes(), target, model.featureNames(), Samples.HASH);
      assertThat(copy.score(test.features(), test.rows())).isEqualTo(scores);
    }
  }

  @Test
  void theSameRowsGiveTheSameBytesHoweverTheyLie() {
    TrainingSet train = Samples.of(new Target.Binary(), 2_000, 5, 3);
    Dataset<Row> rows = SampleFrames.of(train);
    String fitted = text(LEARNER.fit(rows, SampleFrames.columns(train), train.target(), 1));

    // As two clusters may leave them behind a join: by another number of partitions, in any order.
    for (Dataset<Row> lying :
        List.of(
            rows,
            rows.repartition(7, functions.col("f0")),
            rows.orderBy(functions.col("f1").desc()))) {
      assertThat(text(LEARNER.fit(lying, SampleFrames.columns(train), train.target(), 2)))
          .isEqualTo(fitted);
    }
  }

  @Test
  void meansAndDeviationsAreThoseOfTheWindow() {
    TrainingSet train = Samples.of(new Target.Binary(), 1_000, 3, 4);
    LinearForm form =
        LEARNER.fit(SampleFrames.of(train), SampleFrames.columns(train), train.target(), 1).form();

    for (int j = 0; j < 3; j++) {
      List<Float> present = new ArrayList<>();
      for (int row = 0; row < train.rows(); row++) {
        float value = train.features()[row * 3 + j];
        if (!Float.isNaN(value)) {
          present.add(value);
        }
      }
      double mean = present.stream().mapToDouble(x -> x).average().orElseThrow();
      double square =
          present.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
      assertThat(form.means()[j]).isCloseTo(mean, within(1e-9));
      assertThat(form.deviations()[j]).isCloseTo(Math.sqrt(square), within(1e-9));
    }
  }

  @Test
  void emptyAndConstantColumnsCarryNothing() {
    TrainingSet train = Samples.of(new Target.Binary(), 500, 3, 5);
    Dataset<Row> rows =
        SampleFrames.of(train)
            .withColumn("f1", functions.lit(Float.NaN))
            .withColumn("f2", functions.lit(7.5f));
    LinearModel model = LEARNER.fit(rows, SampleFrames.columns(train), train.target(), 1);

    float[] known = model.score(new float[] {1, Float.NaN, 7.5f}, 1);
    assertThat(model.score(new float[] {1, 5, 7.5f}, 1)).isEqualTo(known);
    assertThat(model.form().coefficients()[0][2]).isZero();
  }

  @Test
  void aClassThatNeverOccursGetsNoChance() {
    TrainingSet train = Samples.of(new Target.Binary(), 500, 3, 6);
    LinearModel model =
        LEARNER.fit(
            SampleFrames.of(train), SampleFrames.columns(train), new Target.MultiClass(4), 1);

    float[] scores = model.score(new float[] {0, 1, 2}, 1);
    assertThat(scores[2]).isZero();
    assertThat(scores[3]).isZero();
    assertThat(scores[0] + scores[1]).isCloseTo(1, within(1e-6f));
  }

  @Test
  void refusesLabelsAndValuesThatCannotBeFitted() {
    TrainingSet train = Samples.of(new Target.Binary(), 100, 3, 7);
    Dataset<Row> rows = SampleFrames.of(train);

    assertThatThrownBy(
            () ->
                LEARNER.fit(
                    rows.withColumn("label", functions.lit(2f)),
                    SampleFrames.columns(train),
                    train.target(),
                    1))
        .hasMessageContaining("0 have a label");
    assertThatThrownBy(
            () ->
                LEARNER.fit(
                    rows.withColumn("f0", functions.lit(Float.POSITIVE_INFINITY)),
                    SampleFrames.columns(train),
                    train.target(),
                    1))
        .hasMessageContaining("column f0");
    assertThatThrownBy(
            () -> LEARNER.fit(rows.limit(0), SampleFrames.columns(train), train.target(), 1))
        .hasMessageContaining("of 0 rows");
  }

  private static String text(LinearModel model) {
    return new String(model.nativeBytes(), StandardCharsets.UTF_8);
  }

  private static double skill(Target target, float[] scores, float[] labels) {
    int width = target.width();
    double right = 0;
    for (int row = 0; row < labels.length; row++) {
      if (target instanceof Target.Regression) {
        right += Math.signum(scores[row]) == Math.signum(labels[row]) ? 1 : 0;
      } else if (width == 1) {
        right += (scores[row] >= 0.5f ? 1 : 0) == (int) labels[row] ? 1 : 0;
      } else {
        int best = 0;
        for (int k = 1; k < width; k++) {
          best = scores[row * width + k] > scores[row * width + best] ? k : best;
        }
        right += best == (int) labels[row] ? 1 : 0;
      }
    }
    return right / labels.length;
  }
}
