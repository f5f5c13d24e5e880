package org.tidemark.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.models.explain.PermutationImportance.Loss;
import org.tidemark.models.form.LinearForm;
import org.tidemark.models.form.Link;

/** Importance of a model whose use of its features is known. */
class ImportanceTest {
  private static final List<String> NAMES = List.of("noise", "strong", "weak", "unused");
  private static final int ROWS = 4000;

  /** The model: p = logistic(2 strong + 0.5 weak); noise and unused do not enter. */
  private static float[] score(float[] rows, int n) {
    float[] out = new float[n];
    for (int i = 0; i < n; i++) {
      out[i] = (float) (1 / (1 + StrictMath.exp(-2 * rows[i * 4 + 1] - 0.5 * rows[i * 4 + 2])));
    }
    return out;
  }

  private final float[] rows = new float[ROWS * 4];
  private final float[] labels = new float[ROWS];

  ImportanceTest() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    float[] p = score(rows, ROWS);
    for (int i = 0; i < ROWS; i++) {
      labels[i] = random.nextDouble() < p[i] ? 1 : 0;
    }
  }

  @Test
  void theOrderIsThatOfTheModel() {
    for (Loss loss : List.of(Loss.AUC_DROP, Loss.LOG_LOSS_RISE)) {
      List<Importance> found =
          new PermutationImportance(loss, 15, 3, 7)
              .of(FeatureGroups.each(NAMES), rows, labels, ImportanceTest::score);
      assertThat(found).extracting(Importance::feature).startsWith("strong", "weak");
      assertThat(found).extracting(Importance::rank).containsExactly(1, 2, 3, 4);
      assertThat(found).allSatisfy(i -> assertThat(i.method()).isEqualTo(loss.method()));
      assertThat(found.get(0).score()).isGreaterThan(0.2);
      assertThat(found.get(1).score()).isBetween(0.005, 0.1);
      // A column that the model does not read changes nothing, to the bit; ties keep column order.
      assertThat(found.get(2)).isEqualTo(new Importance("noise", loss.method(), 0, 3));
      assertThat(found.get(3)).isEqualTo(new Importance("unused", loss.method(), 0, 4));
    }
  }

  @Test
  void aRegressionLosesWhatTheColumnExplained() {
    float[] y = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      y[i] = 3 * rows[i * 4 + 1];
    }
    List<Importance> found =
        new PermutationImportance(Loss.RMSE_RISE, 1, 2, 3)
            .of(
                FeatureGroups.each(NAMES),
                rows,
                y,
                (r, n) -> {
                  float[] out = new float[n];
                  for (int i = 0; i < n; i++) {
                    out[i] = 3 * r[i * 4 + 1];
                  }
                  return out;
                });
    // An exact model; shuffled, the error is that of two independent draws: 3 x root 2.
    assertThat(found.get(0).feature()).isEqualTo("strong");
    assertThat(found.get(0).score()).isCloseTo(3 * Math.sqrt(2), within(0.15));
  }

  @Test
  void oneColumnAtATimeMovesInWholeBlocksAndTheSeedDecides() {
    List<float[]> seen = new ArrayList<>();
    float[] before = rows.clone();
    PermutationImportance importance = new PermutationImportance(Loss.AUC_DROP, 100, 1, 5);
    List<Importance> first =
        importance.of(
            FeatureGroups.each(NAMES),
            rows,
            labels,
            (r, n) -> {
              seen.add(r.clone());
              return score(r, n);
            });
    assertThat(rows).isEqualTo(before);
    assertThat(seen).hasSize(5);
    for (int column = 0; column < 4; column++) {
      float[] shuffled = seen.get(column + 1);
      int moved = 0;
      int broken = 0;
      double sum = 0;
      for (int i = 0; i < ROWS; i++) {
        for (int other = 0; other < 4; other++) {
          if (other != column) {
            assertThat(shuffled[i * 4 + other]).isEqualTo(rows[i * 4 + other]);
          }
        }
        sum += (double) shuffled[i * 4 + column] - rows[i * 4 + column];
        moved += shuffled[i * 4 + column] == rows[i * 4 + column] ? 0 : 1;
        broken += i > 0 && follows(shuffled, i, column) ? 0 : 1;
      }
      assertThat(sum).isCloseTo(0, within(1e-6));
      assertThat(moved).isGreaterThan(ROWS / 2);
      assertThat(broken).isLessThanOrEqualTo(ROWS / 100);
    }
    assertThat(importance.of(FeatureGroups.each(NAMES), rows, labels, ImportanceTest::score))
        .isEqualTo(first);
    assertThat(
            new PermutationImportance(Loss.AUC_DROP, 100, 1, 6)
                .of(FeatureGroups.each(NAMES), rows, labels, ImportanceTest::score))
        .isNotEqualTo(first);
  }

  /** Whether rows i - 1 and i of the shuffled column were neighbours before. */
  private boolean follows(float[] shuffled, int i, int column) {
    for (int j = 1; j < ROWS; j++) {
      if (rows[j * 4 + column] == shuffled[i * 4 + column]
          && rows[(j - 1) * 4 + column] == shuffled[(i - 1) * 4 + column]) {
        return true;
      }
    }
    return false;
  }

  @Test
  void gainIsAShareOfOne() {
    assertThat(Importance.ofGain(List.of("a", "b", "c"), new double[] {1, 5, 2}))
        .containsExactly(
            new Importance("b", "gain", 0.625, 1),
            new Importance("c", "gain", 0.25, 2),
            new Importance("a", "gain", 0.125, 3));
    assertThat(Importance.ofGain(List.of("a", "b"), new double[2]))
        .containsExactly(new Importance("a", "gain", 0, 1), new Importance("b", "gain", 0, 2));
    assertThatThrownBy(() -> Importance.ofGain(List.of("a"), new double[] {-1}))
        .hasMessageContaining("gain -1.0");
  }

  @Test
  void columnsSpeakForThemselves() {
    float missing = Float.NaN;
    float[] columns = {1, 9, 5, 2, 4, 5, 3, 1, 5, missing, 0, 5};
    float[] wanted = {0, 1, 1, 0};
    // Ranks 1 2 3 of the first column against labels 0 1 1, whose ranks are 1, 2.5 and 2.5.
    assertThat(ColumnImportance.correlation(List.of("up", "down", "flat"), columns, wanted))
        .usingElementComparator(close())
        .containsExactly(
            new Importance("up", "correlation", Math.sqrt(0.75), 1),
            new Importance("down", "correlation", 0, 2),
            new Importance("flat", "correlation", 0, 3));
    // Values 1 2 3 in range 2: (0.25 + 0 + 0.25) / 3.
    assertThat(ColumnImportance.variance(List.of("up", "down", "flat"), columns))
        .usingElementComparator(close())
        .containsExactly(
            new Importance("up", "variance", 1.0 / 6, 1),
            new Importance("down", "variance", 12.25 / 81, 2),
            new Importance("flat", "variance", 0, 3));
  }

  private static Comparator<Importance> close() {
    return Comparator.comparing(Importance::feature)
        .thenComparing(Importance::method)
        .thenComparing(Importance::rank)
        .thenComparing((a, b) -> Math.abs(a.score() - b.score()) < 1e-9 ? 0 : 1);
  }

  @Test
  void shapIsTheMeanSizeOverRowsAndOutputs() {
    double[] values = {1, -2, -3, 0, 5, 5, 5, 5};
    assertThat(Importance.ofShap(List.of("a", "b"), values, 2, new int[] {0}))
        .containsExactly(new Importance("a", "shap", 2, 1), new Importance("b", "shap", 1, 2));
  }

  @Test
  void aLinearModelIsItsProducts() {
    LinearForm form =
        new LinearForm(
            new double[] {1, 0},
            new double[] {2, 1},
            new double[][] {{3, -1}},
            new double[] {0.5},
            Link.IDENTITY);
    Shap shap = Shap.of(form).orElseThrow();
    assertThat(shap.expected()).containsExactly(0.5);
    assertThat(shap.values(new float[] {5, 2, Float.NaN, 0}, 2))
        .containsExactly(new double[] {6, -2, 0, 0}, within(1e-12));
  }

  @Test
  void oneBlockCannotBePermuted() {
    assertThatThrownBy(
            () ->
                new PermutationImportance(Loss.AUC_DROP, ROWS, 1, 1)
                    .of(FeatureGroups.each(NAMES), rows, labels, ImportanceTest::score))
        .hasMessageContaining("give more rows or shorter blocks");
  }
}
