package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.GoldenCase;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.form.Tree;

/** What a fit of XGBoost aims at: losses, forests, monotone columns. */
class XgboostModeTest {
  private static final XgboostParameters SMALL = XgboostParameters.standard().withTrees(12, 3, 0.3);

  static List<GoldenCase> golden() {
    return GoldenCase.read("learn", "xgboost.txt");
  }

  private static XgboostParameters parameters(String name) {
    return switch (name) {
      case "random-forest" ->
          XgboostParameters.standard()
              .withTrees(12, 3, 1)
              .withLeaves(XgboostParameters.FOREST_RIDGE, 1, 0)
              .withDraw(0.7, 0.5)
              .withMode(mode(name));
      case "monotone" -> SMALL.withMode(monotone("f0:+,f1:-"));
      default -> SMALL.withMode(loss(name));
    };
  }

  private static XgboostMode mode(String order) {
    return new XgboostMode(TreeOrder.parse(order), new RegressionLoss.Squared(), Monotone.NONE);
  }

  private static XgboostMode loss(String text) {
    return new XgboostMode(TreeOrder.BOOSTED, RegressionLoss.parse(text), Monotone.NONE);
  }

  private static XgboostMode monotone(String text) {
    return new XgboostMode(TreeOrder.BOOSTED, new RegressionLoss.Squared(), Monotone.parse(text));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void everyModeIsThatOfThePythonPackage(GoldenCase golden) {
    double[] labels = golden.values().get("y");
    TrainingSet data =
        new TrainingSet(
            List.of("f0", "f1", "f2", "f3"),
            Samples.HASH,
            new Target.Regression(),
            labels.length,
            floats(golden.values().get("x")),
            floats(labels),
            floats(golden.values().get("w")));
    double[] expected = golden.values().get("expected");

    float[] scores =
        new XgboostLearner(parameters(golden.name()))
            .fit(data, 5)
            .score(floats(golden.values().get("scored")), expected.length);

    for (int row = 0; row < expected.length; row++) {
      assertThat((double) scores[row]).as("row %d", row).isCloseTo(expected[row], within(1e-6));
    }
  }

  @Test
  void aMonotoneColumnMovesTheOutputOneWay() {
    for (Target target : List.of(new Target.Binary(), new Target.Regression())) {
      TrainingSet data = Samples.of(target, 3_000, 4, 11);
      XgboostModel bound =
          new XgboostLearner(
                  XgboostParameters.standard()
                      .withTrees(40, 6, 0.3)
                      .withMode(monotone("f1:+,f2:-")))
              .fit(data, 1);
      XgboostModel free =
          new XgboostLearner(XgboostParameters.standard().withTrees(40, 6, 0.3)).fit(data, 1);

      assertThat(wrongSteps(bound, 1, 1)).isZero();
      assertThat(wrongSteps(bound, 2, -1)).isZero();
      assertThat(wrongSteps(free, 1, 1)).isPositive(); // the law can fail
    }
  }

  /** Neighbours on a rising grid of one column, others fixed, between which the score goes back. */
  private static int wrongSteps(XgboostModel model, int column, int direction) {
    SplittableRandom random = new SplittableRandom(3);
    int grid = 60;
    int wrong = 0;
    for (int at = 0; at < 100; at++) {
      float[] row = new float[4];
      for (int j = 0; j < 4; j++) {
        row[j] = random.nextInt(10) == 0 ? Float.NaN : (float) (random.nextGaussian() * (j + 1));
      }
      float[] rows = new float[grid * 4];
      for (int step = 0; step < grid; step++) {
        row[column] = -12 + 24f * step / grid;
        System.arraycopy(row, 0, rows, step * 4, 4);
      }
      float[] scores = model.score(rows, grid);
      for (int step = 1; step < grid; step++) {
        // Sums of floats in different leaves may differ in the last bits.
        wrong += direction * (scores[step] - scores[step - 1]) < -1e-6 ? 1 : 0;
      }
    }
    return wrong;
  }

  @Test
  void aQuantileHasItsShareOfTheTargetBelow() {
    TrainingSet data = Samples.of(new Target.Regression(), 5_000, 5, 12);
    for (double level : new double[] {0.1, 0.5, 0.9}) {
      float[] scores =
          new XgboostLearner(SMALL.withTrees(60, 4, 0.1).withMode(loss("quantile:" + level)))
              .fit(data, 1)
              .score(data.features(), data.rows());
      double below = 0;
      double all = 0;
      for (int row = 0; row < data.rows(); row++) {
        below += data.labels()[row] <= scores[row] ? data.weights()[row] : 0;
        all += data.weights()[row];
      }
      assertThat(below / all).isCloseTo(level, within(0.03));
    }
  }

  @Test
  void aForestIsTheMeanOfItsTrees() {
    TrainingSet data = Samples.of(new Target.MultiClass(3), 1_000, 5, 13);
    XgboostModel model = new XgboostLearner(parameters("random-forest")).fit(data, 1);

    assertThat(model.form().trees()).hasSize(36);
    assertThat(model.form().trees().stream().map(Tree::output).distinct()).hasSize(3);
    assertThat(new String(model.nativeBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("\"iteration_indptr\":[0,36]")
        .contains("\"num_parallel_tree\":\"12\"");
  }

  @Test
  void whatIsStandardIsNotSaid() {
    assertThat(SMALL.json())
        .isEqualTo(
            "{\"trees\":12,\"depth\":3,\"rate\":0.3,\"ridge\":1.0,\"minimum_child_weight\":1.0,"
                + "\"minimum_gain\":0.0,\"row_share\":1.0,\"column_share\":1.0,\"bins\":256,"
                + "\"threads\":1}");
    assertThat(SMALL.withMode(loss("quantile:0.9")).json()).endsWith(",\"loss\":\"quantile:0.9\"}");
    assertThat(SMALL.withMode(monotone("b:-,a:+")).json()).endsWith(",\"monotone\":\"a:+,b:-\"}");
    assertThat(parameters("random-forest").json()).endsWith(",\"order\":\"random-forest\"}");
  }

  @Test
  void refusesWhatCannotBeMeant() {
    TrainingSet data = Samples.of(new Target.Binary(), 100, 2, 1);

    assertThatThrownBy(() -> new XgboostLearner(SMALL.withMode(monotone("spread:-"))).fit(data, 1))
        .hasMessageContaining("monotone column 'spread'")
        .hasMessageContaining("[f0, f1]");
    assertThatThrownBy(() -> new XgboostLearner(SMALL.withMode(loss("absolute"))).fit(data, 1))
        .hasMessageContaining("loss absolute")
        .hasMessageContaining("Binary");
    assertThatThrownBy(
            () ->
                new XgboostLearner(SMALL.withMode(monotone("f0:+")))
                    .fit(Samples.of(new Target.MultiClass(3), 100, 2, 1), 1))
        .hasMessageContaining("no probability");
    assertThatThrownBy(
            () ->
                new XgboostMode(
                    TreeOrder.BOOSTED, new RegressionLoss.Absolute(), Monotone.parse("f0:+")))
        .hasMessageContaining("use loss squared");
    assertThatThrownBy(
            () ->
                new XgboostMode(
                    TreeOrder.RANDOM_FOREST, RegressionLoss.parse("quantile:0.9"), Monotone.NONE))
        .hasMessageContaining("needs boosted trees");
    assertThatThrownBy(() -> Monotone.parse("a")).hasMessageContaining("NAME:+");
    assertThatThrownBy(() -> Monotone.parse("a:+,a:-")).hasMessageContaining("twice");
    assertThatThrownBy(() -> RegressionLoss.parse("quantile:1"))
        .hasMessageContaining("above 0 and below 1");
    assertThatThrownBy(() -> RegressionLoss.parse("huber")).hasMessageContaining("huber");
    assertThatThrownBy(() -> SMALL.withMode(mode("random-forest")))
        .hasMessageContaining("rate = 0.3");
    assertThatThrownBy(() -> SMALL.withTrees(12, 3, 1).withMode(mode("random-forest")))
        .hasMessageContaining("same tree");
    assertThatThrownBy(
            () ->
                new XgboostLearner(
                    SMALL.withMode(loss("quantile:0.9")),
                    Rounds.parse("", 0.2, new TradingRule(0.02, 1, Duration.ofDays(1), 365))))
        .hasMessageContaining("quantile:0.9");
  }

  private static float[] floats(double[] values) {
    float[] out = new float[values.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) values[i];
    }
    return out;
  }
}
