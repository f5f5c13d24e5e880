package org.tidemark.models.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.explain.PermutationImportance.Loss;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.TreeEnsemble;

/** Permutation of a tree ensemble in one walk gives what scoring every shuffled column gives. */
class ShuffledMarginsTest {
  private static final int ROWS = 300;

  /** Probability of the last class, or the estimate, row by row. */
  private static float[] slow(TreeEnsemble ensemble, float[] rows, int n) {
    float[] scores = new float[n];
    for (int row = 0; row < n; row++) {
      int width = ensemble.features();
      float[] one = Arrays.copyOfRange(rows, row * width, (row + 1) * width);
      double last = SlowMargin.of(ensemble, ensemble.outputs() - 1, one);
      double sum = ensemble.link().isSigmoid() ? 1 + StrictMath.exp(-last) : 0;
      for (int k = 0; k < ensemble.outputs() && ensemble.link() == Link.SOFTMAX; k++) {
        sum += StrictMath.exp(SlowMargin.of(ensemble, k, one) - last);
      }
      scores[row] = (float) (ensemble.link() == Link.IDENTITY ? last : 1 / sum);
    }
    return scores;
  }

  @Test
  void oneWalkGivesWhatScoringEachShuffledGroupGives() {
    for (int seed = 0; seed < 30; seed++) {
      Link link = Link.values()[seed % 3];
      int features = 1 + seed % 9;
      TreeEnsemble ensemble = RandomTrees.ensemble(link, features, 1 + seed % 8, 12, seed);
      float[] rows = RandomTrees.rows(ROWS, features, seed);
      float[] labels = new float[ROWS];
      SplittableRandom random = new SplittableRandom(seed);
      for (int i = 0; i < ROWS; i++) {
        labels[i] = link == Link.IDENTITY ? (float) random.nextGaussian() : random.nextInt(2);
      }
      Loss loss = link == Link.IDENTITY ? Loss.RMSE_RISE : Loss.LOG_LOSS_RISE;
      List<String> names = IntStream.range(0, features).mapToObj(j -> "f" + j).toList();
      FeatureGroups pairs =
          new FeatureGroups(
              names.subList(0, (features + 1) / 2),
              IntStream.range(0, features).mapToObj(j -> j / 2).toList());
      for (FeatureGroups groups : List.of(FeatureGroups.each(names), pairs)) {
        PermutationImportance permutation = new PermutationImportance(loss, 7, 2, seed);
        List<Importance> fast = permutation.of(groups, rows, labels, ensemble);
        List<Importance> slow =
            permutation.of(groups, rows, labels, (r, n) -> slow(ensemble, r, n));
        for (Importance one : slow) {
          double score =
              fast.stream()
                  .filter(f -> f.feature().equals(one.feature()))
                  .findFirst()
                  .orElseThrow()
                  .score();
          assertThat(score).as("seed %d, %s", seed, one).isCloseTo(one.score(), within(1e-6));
        }
      }
    }
  }

  @Test
  void correlatedColumnsShareAGroupWhateverTheirShape() {
    SplittableRandom random = new SplittableRandom(3);
    float[] rows = new float[ROWS * 4];
    for (int i = 0; i < ROWS; i++) {
      double x = random.nextGaussian();
      rows[4 * i] = (float) x;
      rows[4 * i + 1] = (float) random.nextGaussian();
      rows[4 * i + 2] = i % 50 == 0 ? Float.NaN : (float) -Math.exp(x);
      rows[4 * i + 3] = 1;
    }
    FeatureGroups groups =
        FeatureGroups.correlated(List.of("x", "noise", "exp", "flat"), rows, 0.8);
    assertThat(groups)
        .isEqualTo(new FeatureGroups(List.of("x+exp", "noise", "flat"), List.of(0, 1, 0, 2)));
    assertThat(FeatureGroups.correlated(List.of("x", "noise", "exp", "flat"), rows, 1).names())
        .hasSize(4);
  }

  @Test
  void aGroupLosesWhatItsColumnsHide() {
    // The model reads either of two equal columns by halves: shuffled alone, the other still helps.
    SplittableRandom random = new SplittableRandom(4);
    float[] rows = new float[ROWS * 2];
    float[] labels = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[2 * i] = (float) random.nextGaussian();
      rows[2 * i + 1] = rows[2 * i];
      labels[i] = rows[2 * i];
    }
    PermutationImportance.Scorer mean =
        (r, n) -> {
          float[] out = new float[n];
          for (int i = 0; i < n; i++) {
            out[i] = (r[2 * i] + r[2 * i + 1]) / 2;
          }
          return out;
        };
    List<String> names = List.of("a", "b");
    PermutationImportance permutation = new PermutationImportance(Loss.RMSE_RISE, 1, 3, 1);
    double alone = permutation.of(FeatureGroups.each(names), rows, labels, mean).get(0).score();
    Importance both =
        permutation.of(FeatureGroups.correlated(names, rows, 0.9), rows, labels, mean).get(0);
    assertThat(both.feature()).isEqualTo("a+b");
    assertThat(both.score()).isCloseTo(Math.sqrt(2), within(0.15));
    assertThat(alone).isCloseTo(Math.sqrt(2) / 2, within(0.1));
  }
}
