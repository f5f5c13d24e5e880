package org.tidemark.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.learn.XgboostModel;

/** Explanations against XGBoost, the shap package and SciPy; {@code make_goldens.py} made them. */
class ExplainGoldenTest {
  private static final Map<String, Target> TARGETS =
      Map.of(
          "binary", new Target.Binary(),
          "multiclass", new Target.MultiClass(3),
          "regression", new Target.Regression());

  private static XgboostModel model(String name, int columns) {
    String file = "/golden/explain/model-" + name + ".json";
    try (InputStream in = ExplainGoldenTest.class.getResourceAsStream(file)) {
      List<String> names = IntStream.range(0, columns).mapToObj(j -> "f" + j).toList();
      return XgboostModel.of(in.readAllBytes(), TARGETS.get(name), names, "hash");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shapValuesAreThoseOfPython() {
    for (GoldenCase golden : GoldenCase.read("explain", "shap.txt")) {
      double[] values = golden.array("rows");
      double[] shap = golden.array("shap");
      double[] xgboost = golden.array("xgboost");
      double[] margins = golden.array("margins");
      int outputs = (int) golden.number("outputs");
      int rows = margins.length / outputs;
      int columns = values.length / rows;
      float[] features = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        features[i] = (float) values[i];
      }
      TreeShap ours = TreeShap.of(model(golden.name(), columns).form());

      double[] found = ours.values(features, rows);

      assertThat(found).as(golden.name()).containsExactly(shap, within(1e-5));
      assertThat(found).as(golden.name()).containsExactly(xgboost, within(1e-5));
      assertThat(ours.expected())
          .as(golden.name())
          .containsExactly(golden.array("expected"), within(1e-5));
      for (int i = 0; i < margins.length; i++) {
        double sum =
            Arrays.stream(found, i * columns, (i + 1) * columns).sum()
                + ours.expected()[i % outputs];
        assertThat(sum).as("%s, margin %d", golden.name(), i).isCloseTo(margins[i], within(1e-5));
      }
    }
  }

  @Test
  void ranksAreThoseOfScipy() {
    for (GoldenCase golden : GoldenCase.read("explain", "ranks.txt")) {
      double[] a = golden.array("a");
      double[] b = golden.array("b");
      golden.check("ranks", Ranks.of(a));
      golden.check("kendall", RankCorrelation.kendall(a, b));
      golden.check("spearman", RankCorrelation.spearman(a, b));
      boolean exact = a.length <= RankShift.EXACT;
      assertThat(RankShift.pValue(a, b))
          .as(golden.name())
          .isCloseTo(golden.number("kendall_p"), within(exact ? 1e-12 : 1e-3));
    }
  }

  @Test
  void foldsOfTwoRunsAreComparedAsByScipy() {
    for (GoldenCase golden : GoldenCase.read("explain", "folds.txt")) {
      List<double[]> before = new ArrayList<>(List.of(golden.rows("before", "before_folds")));
      List<double[]> after = new ArrayList<>(List.of(golden.rows("after", "after_folds")));
      FoldShift shift = FoldShift.between(before, after);
      golden.check("gap", shift.within() - shift.between());
      golden.check("p", shift.pValue());
    }
  }
}
