package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.Tree;

class XgboostLearnerTest {
  private static final XgboostLearner LEARNER =
      new XgboostLearner(XgboostParameters.standard().withTrees(20, 4, 0.3));

  @Test
  void sameDataAndSeedGiveTheSameBytes() {
    TrainingSet data = Samples.of(new Target.Binary(), 3_000, 6, 1);
    XgboostLearner drawing =
        new XgboostLearner(
            XgboostParameters.standard().withTrees(20, 4, 0.3).withDraw(0.5, 0.5).withBins(64));

    assertThat(LEARNER.fit(data, 7).nativeBytes()).isEqualTo(LEARNER.fit(data, 7).nativeBytes());
    assertThat(drawing.fit(data, 7).nativeBytes()).isEqualTo(drawing.fit(data, 7).nativeBytes());
    assertThat(drawing.fit(data, 8).nativeBytes()).isNotEqualTo(drawing.fit(data, 7).nativeBytes());
  }

  @Test
  void findsThePlantedSignal() {
    TrainingSet train = Samples.of(new Target.Binary(), 4_000, 6, 1);
    TrainingSet test = Samples.of(new Target.Binary(), 2_000, 6, 2);
    XgboostModel model = LEARNER.fit(train, 1);

    float[] scores = model.score(test.features(), test.rows());

    int right = 0;
    for (int row = 0; row < test.rows(); row++) {
      right += (scores[row] >= 0.5f ? 1 : 0) == (int) test.labels()[row] ? 1 : 0;
    }
    assertThat(right / (double) test.rows()).isGreaterThan(0.8);
    assertThat(Arrays.stream(model.gain()).sum()).isCloseTo(1, within(1e-9));
    assertThat(model.gain()[0]).isGreaterThan(model.gain()[5]);
  }

  @Test
  void gainIsXgboostsTotalGain() throws Exception {
    TrainingSet data = Samples.of(new Target.MultiClass(3), 2_000, 5, 3);
    XgboostModel model = LEARNER.fit(data, 1);
    Booster booster = XGBoost.loadModel(model.nativeBytes());

    Map<String, Double> total = booster.getScore("", "total_gain");

    double sum = total.values().stream().mapToDouble(Double::doubleValue).sum();
    for (int j = 0; j < 5; j++) {
      assertThat(model.gain()[j]).isCloseTo(total.getOrDefault("f" + j, 0.0) / sum, within(1e-6));
    }
    booster.dispose();
  }

  @Test
  void travelsByItsBytes() throws Exception {
    TrainingSet data = Samples.of(new Target.Regression(), 500, 4, 4);
    XgboostModel model = LEARNER.fit(data, 1);
    float[] before = model.score(data.features(), data.rows());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }

    XgboostModel copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (XgboostModel) in.readObject();
    }

    assertThat(copy.score(data.features(), data.rows())).isEqualTo(before);
    assertThat(copy.nativeBytes()).isEqualTo(model.nativeBytes());
    assertThat(copy.gain()).isEqualTo(model.gain());
  }

  @Test
  void scoresOnlyUpToTheBestIteration() {
    TrainingSet data = Samples.of(new Target.Binary(), 1_000, 4, 5);
    XgboostModel full = LEARNER.fit(data, 1);
    String cut =
        new String(full.nativeBytes(), StandardCharsets.UTF_8)
            .replace("\"attributes\":{}", "\"attributes\":{\"best_iteration\":\"4\"}");
    XgboostModel best =
        XgboostModel.of(
            cut.getBytes(StandardCharsets.UTF_8),
            full.target(),
            full.featureNames(),
            full.featureSetHash());
    XgboostModel five =
        new XgboostLearner(XgboostParameters.standard().withTrees(5, 4, 0.3)).fit(data, 1);

    assertThat(best.form().trees()).hasSize(5).isEqualTo(five.form().trees());
    assertThat(best.score(data.features(), data.rows()))
        .isEqualTo(five.score(data.features(), data.rows()));
  }

  @Test
  void refusesWhatCannotBeFitted() {
    TrainingSet good = Samples.of(new Target.Binary(), 10, 2, 1);
    float[] infinite = good.features().clone();
    infinite[5] = Float.POSITIVE_INFINITY;
    float[] half = good.labels().clone();
    half[3] = 0.5f;
    float[] free = good.weights().clone();
    free[2] = 0;

    assertThatThrownBy(() -> LEARNER.fit(with(good, infinite, good.labels(), good.weights()), 1))
        .hasMessageContaining("row 2")
        .hasMessageContaining("f1");
    assertThatThrownBy(() -> LEARNER.fit(with(good, good.features(), half, good.weights()), 1))
        .hasMessageContaining("label 0.5");
    assertThatThrownBy(() -> LEARNER.fit(with(good, good.features(), good.labels(), free), 1))
        .hasMessageContaining("weight 0.0");
    assertThatThrownBy(() -> XgboostParameters.standard().withTrees(0, 6, 0.1))
        .hasMessageContaining("trees = 0");
    assertThatThrownBy(() -> XgboostParameters.standard().withTrees(1, 6, 0))
        .hasMessageContaining("rate = 0");
  }

  @Test
  void refusesTextThatIsNotThisModel() {
    XgboostModel model = LEARNER.fit(Samples.of(new Target.Binary(), 200, 2, 1), 1);

    assertThatThrownBy(
            () -> XgboostModel.of(new byte[] {1, 2}, model.target(), List.of("a", "b"), "h"))
        .hasMessageContaining("not the JSON text");
    assertThatThrownBy(
            () -> XgboostModel.of(model.nativeBytes(), model.target(), List.of("a"), "h"))
        .hasMessageContaining("2 columns");
    assertThatThrownBy(
            () ->
                XgboostModel.of(
                    model.nativeBytes(), new Target.Regression(), List.of("a", "b"), "h"))
        .hasMessageContaining("objective binary:logistic");
  }

  @Test
  void prunedTreesLoseTheirDeadNodes() {
    TrainingSet data = Samples.of(new Target.Binary(), 2_000, 5, 9);
    XgboostModel model =
        new XgboostLearner(XgboostParameters.standard().withTrees(10, 6, 0.3).withLeaves(1, 1, 20))
            .fit(data, 1);

    for (Tree tree : model.form().trees()) {
      long splits = tree.nodes().stream().filter(n -> n instanceof Tree.Split).count();
      assertThat(tree.nodes().size()).isEqualTo(2 * splits + 1);
    }
  }

  private static TrainingSet with(
      TrainingSet good, float[] features, float[] labels, float[] weights) {
    return new TrainingSet(
        good.featureNames(),
        good.featureSetHash(),
        good.target(),
        good.rows(),
        features,
        labels,
        weights);
  }

  /** On a machine with a GPU and its library, this says so; elsewhere XGBoost alone would fit. */
  @Test
  void cudaFitsOnAGpuOrNotAtAll() throws Exception {
    XgboostLearner onGpu = new XgboostLearner(LEARNER.parameters(), new Rounds.All(), Device.CUDA);
    TrainingSet data = Samples.of(new Target.Binary(), 500, 3, 1);

    assertThat(onGpu.parametersJson()).endsWith(",\"device\":\"cuda\"}");
    assertThat(LEARNER.parametersJson()).doesNotContain("device");
    if (Device.cudaProblem().isEmpty()) {
      assertThat(onGpu.fit(data, 1).form().trees()).hasSize(20);
      return;
    }
    assertThat(Device.cudaProblem()).hasValueSatisfying(why -> assertThat(why).isNotBlank());
    assertThatThrownBy(() -> onGpu.fit(data, 1))
        .isInstanceOf(LearnException.class)
        .hasMessageContaining("set the device to cpu, or auto");
    Map<String, Object> wish = new TreeMap<>(LEARNER.settings(data.target(), List.of(), 1));
    wish.put("device", "cuda");
    DMatrix rows = new DMatrix(data.features(), data.rows(), data.width(), Float.NaN);
    rows.setLabel(data.labels());
    rows.setWeight(data.weights());
    byte[] fallenBack = XGBoost.train(rows, wish, 20, Map.of(), null, null).toByteArray("json");
    assertThat(fallenBack).isEqualTo(LEARNER.fit(data, 1).nativeBytes());
  }

  @Test
  void theFirstLineOfAnErrorTellsWhatIsWrong() {
    XGBoostError error =
        new XGBoostError(
            "[16:31:07] /workspace/src/tree/tree_updater.cc:20: Unknown tree updater grow_gpu_hist"
                + "\nStack trace:\n  [bt] (0)");
    assertThat(Device.firstLine(error)).isEqualTo("Unknown tree updater grow_gpu_hist");
  }
}
