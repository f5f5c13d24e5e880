package org.tidemark.models.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.RefusedModelException;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.testkit.TestSpark;

class OnnxModelIT {
  private static final int COLUMNS = 6;
  private static final TrainingSet ROWS = Samples.of(new Target.Binary(), 1_300, COLUMNS, 2);

  @Test
  void scoresHaveTheBitsOfTheScorerHoweverRowsLie() {
    List<FormedModel> models = new ArrayList<>();
    models.add(trees());
    models.add(LinearSamples.of(new Target.Binary(), COLUMNS, 1));
    models.add(LinearSamples.of(new Target.MultiClass(3), COLUMNS, 2));
    for (FormedModel model : models) {
      OnnxArtifact file = OnnxExport.of(model, Map.of());
      float[] wanted = alone(file);
      OnnxModel stage = OnnxModel.of(file.bytes(), expected(file));
      for (int partitions : new int[] {1, 7}) {
        assertThat(scores(stage.transform(frame().repartition(partitions)), model))
            .isEqualTo(wanted);
      }
    }
  }

  @Test
  void isAStageThatIsSavedWithItsPipeline(@TempDir Path folder) throws IOException {
    OnnxArtifact file = OnnxExport.of(trees(), Map.of());
    Path onnx = Files.write(folder.resolve("model.onnx"), file.bytes());
    OnnxModel stage =
        OnnxModel.of(TestSpark.session(), onnx.toString(), expected(file))
            .setFeaturesCol("features")
            .setOutputCol("chance");
    PipelineModel fitted =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new VectorAssembler()
                      .setInputCols(file.featureNames().toArray(String[]::new))
                      .setOutputCol("features")
                      .setHandleInvalid("keep"),
                  stage,
                  new SQLTransformer().setStatement("SELECT id, chance AS score FROM __THIS__")
                })
            .fit(frame());
    String saved = folder.resolve("pipeline").toString();
    fitted.write().save(saved);
    PipelineModel loaded = PipelineModel.load(saved);

    float[] wanted = alone(file);
    assertThat(scores(fitted.transform(frame()), trees())).isEqualTo(wanted);
    assertThat(scores(loaded.transform(frame()), trees())).isEqualTo(wanted);
    OnnxModel again = (OnnxModel) loaded.stages()[1];
    assertThat(again.uid()).isEqualTo(stage.uid());
    assertThat(again.featureNames()).isEqualTo(file.featureNames());
  }

  @Test
  void anotherFileOrFeatureSetOrFrameIsRefused() {
    OnnxArtifact file = OnnxExport.of(trees(), Map.of());
    assertThatThrownBy(
            () -> OnnxModel.of(file.bytes(), new LoadGuard.Expected(file.sha256(), "0".repeat(64))))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("feature set");
    byte[] other = file.bytes().clone();
    other[other.length / 2]++;
    assertThatThrownBy(() -> OnnxModel.of(other, expected(file)))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageContaining("SHA-256");

    OnnxModel stage = OnnxModel.of(file.bytes(), expected(file));
    assertThatThrownBy(
            () -> stage.transform(frame().withColumn("f2", col("f2").cast("double")).drop("f4")))
        .hasMessageContaining("lack: [f2, f4]");
    assertThatThrownBy(() -> stage.transform(frame().withColumnRenamed("id", "score")))
        .hasMessageContaining("'score' is there already");
    assertThatThrownBy(
            () -> stage.copy(stage.extractParamMap()).setFeaturesCol("id").transform(frame()))
        .hasMessageContaining("must be a vector or an array");
  }

  private static FormedModel trees() {
    return new XgboostLearner(XgboostParameters.standard().withTrees(30, 5, 0.3))
        .fit(Samples.of(new Target.Binary(), 2_000, COLUMNS, 1), 1);
  }

  private static float[] alone(OnnxArtifact file) {
    int outputs = file.target().width();
    float[] all = new float[ROWS.rows() * outputs];
    try (OnnxScorer scorer = OnnxScorer.open(file.bytes(), expected(file))) {
      for (int row = 0; row < ROWS.rows(); row++) {
        float[] one = Arrays.copyOfRange(ROWS.features(), row * COLUMNS, (row + 1) * COLUMNS);
        System.arraycopy(scorer.score(one, 1), 0, all, row * outputs, outputs);
      }
    }
    return all;
  }

  /** NaN in even rows is null in odd ones. */
  private static Dataset<Row> frame() {
    StructType type = new StructType().add("id", DataTypes.IntegerType, false);
    for (String name : ROWS.featureNames()) {
      type = type.add(name, DataTypes.FloatType);
    }
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < ROWS.rows(); row++) {
      Object[] values = new Object[COLUMNS + 1];
      values[0] = row;
      for (int j = 0; j < COLUMNS; j++) {
        float value = ROWS.features()[row * COLUMNS + j];
        values[j + 1] = Float.isNaN(value) && row % 2 == 1 ? null : value;
      }
      rows.add(RowFactory.create(values));
    }
    return TestSpark.session().createDataFrame(rows, type);
  }

  private static float[] scores(Dataset<Row> scored, FormedModel model) {
    int outputs = model.target().width();
    float[] found = new float[ROWS.rows() * outputs];
    String column = outputs == 1 ? "score" : "probabilities";
    for (Row row : scored.select("id", column).collectAsList()) {
      int at = row.getInt(0) * outputs;
      if (outputs == 1) {
        found[at] = row.getFloat(1);
      } else {
        List<Float> classes = row.getList(1);
        for (int k = 0; k < outputs; k++) {
          found[at + k] = classes.get(k);
        }
      }
    }
    return found;
  }

  private static LoadGuard.Expected expected(OnnxArtifact file) {
    return new LoadGuard.Expected(file.sha256(), file.featureSetHash());
  }
}
