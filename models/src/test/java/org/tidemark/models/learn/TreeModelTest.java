package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.TreeEnsemble;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;
import org.tidemark.models.score.OnnxScorer;

/** Trees that are scored by walking their form: against XGBoost's scores, and by their bytes. */
class TreeModelTest {
  private static final int COLUMNS = 5;

  private static TrainingColumns columns(int width) {
    List<String> names = IntStream.range(0, width).mapToObj(j -> "f" + j).toList();
    return new TrainingColumns(names, Samples.HASH, "label", Optional.empty());
  }

  private static TreeModel model(TrainingSet train) {
    XgboostModel fitted =
        new XgboostLearner(XgboostParameters.standard().withTrees(20, 4, 0.3)).fit(train, 1);
    TreeEnsemble form = fitted.form();
    return new TreeModel(
        "trees", form, fitted.gain(), train.target(), train.featureNames(), Samples.HASH);
  }

  @Test
  void theWalkScoresAsXgboostAndTheFileDo() {
    for (Target target :
        List.of(new Target.Binary(), new Target.MultiClass(3), new Target.Regression())) {
      TrainingSet train = Samples.of(target, 1_500, COLUMNS, 1);
      TrainingSet rows = Samples.of(target, 1_000, COLUMNS, 2);
      XgboostModel fitted =
          new XgboostLearner(XgboostParameters.standard().withTrees(20, 4, 0.3)).fit(train, 1);
      TreeModel walked = model(train);
      OnnxArtifact file = OnnxExport.of(fitted, Map.of());
      try (OnnxScorer scorer =
          OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
        for (ParityCertificate certificate :
            List.of(
                ParityCheck.certify(walked, file, scorer, rows.features(), rows.rows()),
                ParityCheck.certify(walked, file, fitted::score, rows.features(), rows.rows()))) {
          assertThat(certificate.holds()).as("%s %s", target, certificate).isTrue();
        }
      }
      TreeModel copy = TreeModel.of(walked.nativeBytes(), "trees", columns(COLUMNS), target);
      assertThat(copy.form()).isEqualTo(walked.form());
      assertThat(copy.gain()).isEqualTo(walked.gain());
      assertThat(copy.nativeBytes()).isEqualTo(walked.nativeBytes());
    }
  }

  @Test
  void refusesBytesThatAreNotItsOwn() {
    TreeModel model = model(Samples.of(new Target.Binary(), 300, COLUMNS, 1));
    byte[] bytes = model.nativeBytes();
    assertThatThrownBy(() -> TreeModel.of(bytes, "random-forest", columns(COLUMNS), model.target()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("by learner trees, not random-forest");
    assertThatThrownBy(() -> TreeModel.of(bytes, "trees", columns(4), model.target()))
        .hasMessageContaining("do not fit 4 names");
    assertThatThrownBy(
            () -> TreeModel.of(bytes, "trees", columns(COLUMNS), new Target.Regression()))
        .hasMessageContaining("link FLOAT_SIGMOID");
    byte[] cut = new String(bytes, StandardCharsets.UTF_8).substring(0, 99).getBytes();
    assertThatThrownBy(() -> TreeModel.of(cut, "trees", columns(COLUMNS), model.target()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the JSON text of trees");
    byte[] less = new String(bytes, StandardCharsets.UTF_8).replace("\"gain\"", "\"x\"").getBytes();
    assertThatThrownBy(() -> TreeModel.of(less, "trees", columns(COLUMNS), model.target()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not the JSON text of trees");
    assertThatThrownBy(() -> model.score(new float[9], 2)).hasMessageContaining("2 rows of 5");
  }

  @Test
  void refusesHyperparametersOutOfRange() {
    assertThatThrownBy(() -> new ForestParameters(0, 6, 1, 1, 1, 64))
        .hasMessageContaining("trees = 0");
    assertThatThrownBy(() -> new ForestParameters(10, 17, 1, 1, 1, 64))
        .hasMessageContaining("depth = 17");
    assertThatThrownBy(() -> new ForestParameters(10, 6, 1, 1, 0, 64))
        .hasMessageContaining("columnShare = 0");
    assertThatThrownBy(() -> new GbtParameters(10, 6, 1.5, 1, 1, 1, 64))
        .hasMessageContaining("rate = 1.5");
    assertThatThrownBy(() -> new GbtParameters(10, 6, 0.1, 1, 1, 1, 1))
        .hasMessageContaining("bins = 1");
    assertThatThrownBy(() -> new ElasticNetParameters(0.1, 1.5, 10, 0.1))
        .hasMessageContaining("lassoShare = 1.5");
    assertThatThrownBy(() -> new ElasticNetParameters(-1, 0.5, 10, 0.1))
        .hasMessageContaining("penalty = -1");
  }
}
