package org.tidemark.models.learn;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.Accuracy;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.testkit.TestSpark;

/** Two workers on the two slots of the session. */
class DistributedXgboostIT {
  private static final int COLUMNS = 8;
  private static final XgboostParameters SMALL = XgboostParameters.standard().withTrees(12, 4, 0.3);
  private static final Target BINARY = new Target.Binary();

  private static DistributedXgboost workers(int workers) {
    return new DistributedXgboost(SMALL, workers);
  }

  private static TrainingColumns columns(TrainingSet data) {
    return new TrainingColumns(data.featureNames(), Samples.HASH, "label", Optional.of("weight"));
  }

  /** The rows in their order, three of them at each instant, in one partition. */
  private static Dataset<Row> frame(TrainingSet data) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < data.rows(); i++) {
      Object[] row = new Object[4 + data.width()];
      row[0] = i / 3 * 60_000_000_000L;
      row[1] = "S" + i % 3;
      row[2] = data.labels()[i];
      row[3] = data.weights()[i];
      for (int j = 0; j < data.width(); j++) {
        row[4 + j] = data.features()[i * data.width() + j];
      }
      rows.add(RowFactory.create(row));
    }
    return frame(rows, data.featureNames());
  }

  private static Dataset<Row> frame(List<Row> rows, List<String> names) {
    StructType type =
        new StructType()
            .add("event_time_nanos", DataTypes.LongType)
            .add("instrument", DataTypes.StringType)
            .add("label", DataTypes.FloatType)
            .add("weight", DataTypes.FloatType);
    for (String name : names) {
      type = type.add(name, DataTypes.FloatType);
    }
    return TestSpark.session().createDataFrame(rows, type);
  }

  private static double auc(XgboostModel model, TrainingSet data) {
    return Accuracy.auc(data.labels(), model.score(data.features(), data.rows()));
  }

  @Test
  void orderAndPartitionsOfTheRowsChangeNoByteAndTheModelIsAsGoodAsThatOfOneTask() {
    TrainingSet data = Samples.of(BINARY, 3_000, COLUMNS, 5);
    XgboostModel model = workers(2).fit(frame(data), columns(data), BINARY, 3);
    List<Row> rows = new ArrayList<>(frame(data).collectAsList());
    Collections.shuffle(rows, new Random(11));
    Dataset<Row> shuffled = frame(rows, data.featureNames());
    for (Dataset<Row> same :
        List.of(shuffled.repartition(7), shuffled.repartitionByRange(3, shuffled.col("f1")))) {
      assertThat(workers(2).fit(same, columns(data), BINARY, 3).nativeBytes())
          .isEqualTo(model.nativeBytes());
    }

    TrainingSet unseen = Samples.of(BINARY, 6_000, COLUMNS, 8);
    double alone = auc(new XgboostLearner(SMALL).fit(data, 3), unseen);
    assertThat(alone).isGreaterThan(0.8);
    assertThat(auc(model, unseen)).isCloseTo(alone, within(0.01));
    certify(model, unseen);
  }

  private static void certify(XgboostModel model, TrainingSet unseen) {
    OnnxArtifact file = OnnxExport.of(model, Map.of("learner", "xgboost"));
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
      ParityCertificate certificate =
          ParityCheck.certify(model, file, scorer, unseen.features(), unseen.rows());
      assertThat(certificate.holds()).as("%s", certificate).isTrue();
    }
  }

  @Test
  void oneWorkerGivesTheModelOfOneTask() {
    sameModel(BINARY);
  }

  @Test
  @Tag("slow")
  void oneWorkerGivesTheModelOfOneTaskForEveryTarget() {
    sameModel(new Target.Regression());
    sameModel(new Target.MultiClass(3));
  }

  private static void sameModel(Target target) {
    TrainingSet data = Samples.of(target, 1_500, COLUMNS, 6);
    assertThat(workers(1).fit(frame(data), columns(data), target, 4).nativeBytes())
        .isEqualTo(new XgboostLearner(SMALL).fit(data, 4).nativeBytes());
  }

  @Test
  @Tag("slow")
  void rowsCountByTheirWeight() {
    TrainingSet data = Samples.of(BINARY, 3_000, COLUMNS, 9);
    TrainingSet unseen = Samples.of(BINARY, 3_000, COLUMNS, 10);
    float[] labels = data.labels().clone();
    float[] weights = new float[data.rows()];
    for (int i = 0; i < data.rows(); i++) {
      labels[i] = i % 2 == 0 ? 1 - labels[i] : labels[i];
      weights[i] = i % 2 == 0 ? 1e-3f : 1f;
    }
    TrainingSet halfWrong =
        new TrainingSet(
            data.featureNames(),
            Samples.HASH,
            BINARY,
            data.rows(),
            data.features(),
            labels,
            weights);
    TrainingColumns even =
        new TrainingColumns(data.featureNames(), Samples.HASH, "label", Optional.empty());

    assertThat(auc(workers(2).fit(frame(halfWrong), columns(data), BINARY, 4), unseen))
        .isGreaterThan(0.8);
    assertThat(auc(workers(2).fit(frame(halfWrong), even, BINARY, 4), unseen)).isBetween(0.3, 0.7);
  }

  @Test
  void theNumberOfWorkersIsPartOfTheIdentity() {
    assertThat(workers(2).parametersJson())
        .isEqualTo(SMALL.json().replace("}", ",\"workers\":2}"))
        .isNotEqualTo(workers(3).parametersJson());
    assertThatThrownBy(() -> workers(0)).hasMessage("workers = 0 must lie in 1 to 1024");
  }

  @Test
  void tooFewSlotsAreRefusedAtOnce() {
    TrainingSet data = Samples.of(BINARY, 30, COLUMNS, 1);
    assertThatThrownBy(() -> workers(3).fit(frame(data), columns(data), BINARY, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("3 workers")
        .hasMessageContaining("the cluster has 2 ")
        .hasMessageContaining("at most 2 workers or add executors");
  }

  @Test
  void aRowThatCannotBeFittedStopsAllWorkersWithItsReason() {
    TrainingSet data = Samples.of(BINARY, 300, COLUMNS, 1);
    Dataset<Row> bad =
        frame(data).withColumn("f3", expr("if(event_time_nanos = 60e9, float('inf'), f3)"));
    assertThatThrownBy(() -> workers(2).fit(bad, columns(data), BINARY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("worker [01]: row \\d+ has Infinity in column f3; .*");
  }

  @Test
  @Tag("slow")
  void aWorkerWithoutRowsStopsAllWorkers() {
    TrainingSet data = Samples.of(BINARY, 1, COLUMNS, 1);
    assertThatThrownBy(() -> workers(2).fit(frame(data), columns(data), BINARY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("worker [01] has no row of the window; fit with fewer workers");
    assertThatThrownBy(() -> workers(2).fit(frame(data).limit(0), columns(data), BINARY, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has no row");
  }
}
