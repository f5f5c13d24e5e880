package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.junit.jupiter.api.Test;

/** Thresholds and votes of MLlib's trees as float32 against MLlib's own arithmetic in double. */
class MllibTreesTest {
  @Test
  void aFloatIsOnTheSideWhereMllibHasIt() {
    SplittableRandom random = new SplittableRandom(11);
    float[] edges = {0, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1, -1, 0.1f, 1e30f, -1e30f};
    for (int i = 0; i < 20_000; i++) {
      float near =
          i < edges.length
              ? edges[i]
              : (float) (random.nextDouble(-2, 2) * Math.pow(10, random.nextInt(-20, 20)));
      double threshold =
          switch (random.nextInt(3)) {
            case 0 -> near; // on a float
            case 1 -> (near + (double) Math.nextUp(near)) / 2; // as MLlib makes them: half way
            default -> near + random.nextDouble(-1, 1) * Math.ulp(near); // anywhere
          };
      ContinuousSplit split = new ContinuousSplit(0, threshold);
      float ours = MllibTrees.above(threshold);
      for (float x :
          new float[] {
            Math.nextDown(Math.nextDown(near)),
            Math.nextDown(near),
            near,
            Math.nextUp(near),
            Math.nextUp(Math.nextUp(near)),
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY
          }) {
        assertThat(x < ours)
            .as("%s at threshold %s", x, threshold)
            .isEqualTo(split.shouldGoLeft(Vectors.dense(x)));
      }
    }
  }

  @Test
  void votesAddUpToOneInFloat32InAnyOrder() {
    SplittableRandom random = new SplittableRandom(12);
    for (int run = 0; run < 300; run++) {
      int trees = 1 + random.nextInt(200);
      int classes = 2 + random.nextInt(4);
      VoteShares shares = new VoteShares(trees);
      float[] forwards = new float[classes];
      float[] backwards = new float[classes];
      double[] exact = new double[classes];
      double[][] votes = new double[trees][];
      for (int t = 0; t < trees; t++) {
        double[] counts = random.doubles(classes, 0, 9).toArray();
        for (int k = 0; k < classes; k++) {
          counts[k] = Math.max(0, Math.rint(counts[k] - 3));
        }
        counts[random.nextInt(classes)]++;
        votes[t] = shares.of(t, counts);
        double total = 0;
        for (double count : counts) {
          total += count;
        }
        for (int k = 0; k < classes; k++) {
          exact[k] += counts[k] / total / trees;
          forwards[k] += (float) votes[t][k];
        }
      }
      for (int t = trees - 1; t >= 0; t--) {
        for (int k = 0; k < classes; k++) {
          backwards[k] += (float) votes[t][k];
        }
      }
      float sum = 0;
      for (int k = 0; k < classes; k++) {
        assertThat(forwards[k]).isEqualTo(backwards[k]);
        assertThat((double) forwards[k]).isCloseTo(exact[k], within(trees * 0x1p-23));
        sum += forwards[k];
      }
      assertThat(sum).isEqualTo(1);
    }
  }

  @Test
  void aCertainForestIsCertain() {
    for (int trees : new int[] {1, 3, 7, 100}) {
      float sum = 0;
      for (int t = 0; t < trees; t++) {
        sum += (float) new VoteShares(trees).of(t, new double[] {0, 5})[1];
      }
      assertThat(sum).isEqualTo(1);
    }
  }
}
