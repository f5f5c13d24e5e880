package org.tidemark.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostModel;
import org.tidemark.models.learn.XgboostParameters;

/** Exact tree SHAP against the definition, against XGBoost, and by hand. */
class TreeShapTest {
  private static final int ROWS = 40;

  static Stream<Target> targets() {
    return Stream.of(new Target.Binary(), new Target.MultiClass(4), new Target.Regression());
  }

  @Test
  void oneSplitByHand() {
    // Cover 4 : 12, leaves 8 and -4: 0.25 * 8 - 0.75 * 4 = -1 is expected.
    Tree tree =
        new Tree(
            0,
            List.of(new Tree.Split(1, 0.5f, 1, 2, true), new Tree.Leaf(8), new Tree.Leaf(-4)),
            List.of(16f, 4f, 12f));
    TreeShap shap = TreeShap.of(new TreeEnsemble(2, List.of(3f), List.of(tree), Link.IDENTITY));

    assertThat(shap.expected()).containsExactly(2);
    assertThat(shap.values(new float[] {9, 0, 9, 0.5f, 9, Float.NaN}, 3))
        .containsExactly(new double[] {0, 9, 0, -3, 0, 9}, within(1e-12));
  }

  @Test
  void theDefinitionGivesTheSameForTreesOfAnyShape() {
    for (int seed = 0; seed < 60; seed++) {
      Link link = seed % 3 == 0 ? Link.SOFTMAX : Link.IDENTITY;
      int features = 1 + seed % 8;
      TreeEnsemble ensemble = RandomTrees.ensemble(link, features, seed % 11, 6, seed);
      float[] rows = RandomTrees.rows(ROWS, features, seed);
      double largest =
          ensemble.trees().stream()
              .flatMap(tree -> tree.nodes().stream())
              .mapToDouble(node -> node instanceof Tree.Leaf leaf ? Math.abs(leaf.value()) : 0)
              .max()
              .orElseThrow();

      double[] values = TreeShap.of(ensemble).values(rows, ROWS);

      for (int row = 0; row < ROWS; row++) {
        double[][] slow =
            SlowShap.values(
                ensemble, Arrays.copyOfRange(rows, row * features, (row + 1) * features));
        for (int k = 0; k < ensemble.outputs(); k++) {
          for (int j = 0; j < features; j++) {
            assertThat(values[(row * ensemble.outputs() + k) * features + j])
                .as("seed %d, row %d, output %d, feature %d", seed, row, k, j)
                .isCloseTo(slow[k][j], within(1e-9 * Math.max(largest, Math.abs(slow[k][j]))));
          }
        }
      }
    }
  }

  @Test
  void deepTreesToo() {
    TreeEnsemble deep = RandomTrees.comb(12, 30, 7);
    float[] rows = RandomTrees.rows(4, 12, 7);
    double[] values = TreeShap.of(deep).values(rows, 4);
    for (int row = 0; row < 4; row++) {
      double[][] slow = SlowShap.values(deep, Arrays.copyOfRange(rows, row * 12, (row + 1) * 12));
      assertThat(Arrays.copyOfRange(values, row * 12, (row + 1) * 12))
          .containsExactly(slow[0], within(1e-9));
    }
    int features = 90;
    TreeEnsemble deeper = RandomTrees.comb(features, 300, 8);
    float[] many = RandomTrees.rows(ROWS, features, 8);
    TreeShap shap = TreeShap.of(deeper);
    double[] sums = shap.values(many, ROWS);
    for (int row = 0; row < ROWS; row++) {
      float[] one = Arrays.copyOfRange(many, row * features, (row + 1) * features);
      double sum = Arrays.stream(sums, row * features, (row + 1) * features).sum();
      assertThat(sum + shap.expected()[0]).isCloseTo(SlowMargin.of(deeper, 0, one), within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void xgboostGivesTheSameAndTheValuesAddUpToItsMargin(Target target) throws Exception {
    int columns = 9;
    TrainingSet train = Samples.of(target, 2_000, columns, 1);
    TrainingSet data = Samples.of(target, 500, columns, 2);
    XgboostModel model =
        new XgboostLearner(XgboostParameters.standard().withTrees(15, 6, 0.3)).fit(train, 1);
    TreeShap shap = TreeShap.of(model.form());

    double[] values = shap.values(data.features(), data.rows());

    Booster booster = XGBoost.loadModel(model.nativeBytes());
    DMatrix matrix = new DMatrix(data.features(), data.rows(), columns, Float.NaN);
    float[][] theirs = booster.predictContrib(matrix, 0);
    float[][] margins = booster.predict(matrix, true, 0);
    for (int row = 0; row < data.rows(); row++) {
      for (int k = 0; k < target.width(); k++) {
        double sum = shap.expected()[k];
        for (int j = 0; j < columns; j++) {
          double value = values[(row * target.width() + k) * columns + j];
          assertThat(value).isCloseTo(theirs[row][k * (columns + 1) + j], within(1e-5));
          sum += value;
        }
        assertThat(shap.expected()[k])
            .isCloseTo(theirs[row][k * (columns + 1) + columns], within(1e-5));
        assertThat(sum).isCloseTo(margins[row][k], within(1e-5));
      }
    }
    matrix.dispose();
    booster.dispose();
  }

  @Test
  void aTreeWithoutCoversIsRefused() {
    Tree tree = new Tree(0, List.of(new Tree.Leaf(1)));
    assertThatThrownBy(
            () -> TreeShap.of(new TreeEnsemble(1, List.of(0f), List.of(tree), Link.IDENTITY)))
        .hasMessageContaining("tree 0 has no covers");
    assertThatThrownBy(() -> new Tree(0, List.of(new Tree.Leaf(1)), List.of(1f, 2f)))
        .hasMessageContaining("1 tree nodes came with 2 covers");
    assertThatThrownBy(() -> new Tree(0, List.of(new Tree.Leaf(1)), List.of(-1f)))
        .hasMessageContaining("cover -1.0");
  }
}
