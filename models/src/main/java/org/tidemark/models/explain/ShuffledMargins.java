package org.tidemark.models.explain;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.TreeEnsemble;

/**
 * What a tree ensemble says of rows when groups of columns are shuffled, all groups in one walk.
 *
 * <p>A shuffled column changes the leaf that a row reaches in a tree only if a split on the row's
 * own path tests it and then decides otherwise. So each tree is walked once per row as the row is;
 * where a split's decision would differ with its group shuffled, the other side is walked to its
 * leaf and the difference of the leaves is booked for that group. The cost is a few walks per tree
 * whatever the number of columns, where scoring each shuffled column anew takes as many walks as
 * there are columns. Leaves are added in double.
 */
final class ShuffledMargins {
  private static final int BLOCK = 64;

  private final TreeEnsemble ensemble;
  private final List<FlatTree> trees = new ArrayList<>();
  private final int[] groupOf;

  ShuffledMargins(TreeEnsemble ensemble, FeatureGroups groups) {
    this.ensemble = ensemble;
    this.groupOf = groups.groupOf().stream().mapToInt(g -> g).toArray();
    if (groupOf.length != ensemble.features()) {
      throw new IllegalArgumentException(
          "groups of "
              + groupOf.length
              + " columns came with "
              + ensemble.features()
              + " features");
    }
    ensemble.trees().forEach(tree -> trees.add(FlatTree.of(tree)));
  }

  /**
   * Scores of rows: the estimate, or the probability of the last class.
   *
   * @param sources per group, the row from which each row takes the group's columns
   * @return as the rows are, then one array per group
   */
  float[][] scores(float[] rows, int n, int[][] sources) {
    int outputs = ensemble.outputs();
    double[] plain = new double[n * outputs];
    double[][] changes = new double[sources.length][n * outputs];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = ensemble.base().get(i % outputs);
    }
    float[] shuffled = shuffled(rows, n, sources);
    int[] changed = new int[sources.length];
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(n, from + BLOCK);
      for (int at = 0; at < trees.size(); at++) {
        int output = ensemble.trees().get(at).output();
        for (int row = from; row < to; row++) {
          plain[row * outputs + output] +=
              walk(trees.get(at), rows, shuffled, row, changes, row * outputs + output, changed);
        }
      }
    }
    float[][] scores = new float[sources.length + 1][];
    scores[0] = linked(plain, n);
    for (int group = 0; group < sources.length; group++) {
      for (int i = 0; i < plain.length; i++) {
        changes[group][i] += plain[i];
      }
      scores[group + 1] = linked(changes[group], n);
    }
    return scores;
  }

  /** Every column as it is when its group is shuffled, beside the row that it comes to. */
  private float[] shuffled(float[] rows, int n, int[][] sources) {
    int width = groupOf.length;
    float[] shuffled = new float[rows.length];
    for (int row = 0; row < n; row++) {
      for (int j = 0; j < width; j++) {
        shuffled[row * width + j] = rows[sources[groupOf[j]][row] * width + j];
      }
    }
    return shuffled;
  }

  /** The leaf of a row; books by how much each group's leaf differs. */
  private double walk(
      FlatTree tree,
      float[] rows,
      float[] shuffled,
      int row,
      double[][] changes,
      int to,
      int[] changed) {
    int first = row * groupOf.length;
    int count = 0;
    int at = 0;
    for (int feature = tree.feature()[0]; feature != FlatTree.LEAF; feature = tree.feature()[at]) {
      boolean goesLeft = tree.goesLeft(at, rows[first + feature]);
      if (tree.goesLeft(at, shuffled[first + feature]) != goesLeft) {
        int group = groupOf[feature];
        if (!contains(changed, count, group)) {
          changed[count++] = group;
          int other = goesLeft ? tree.right()[at] : tree.left()[at];
          changes[group][to] += leaf(tree, other, rows, shuffled, first, group);
        }
      }
      at = goesLeft ? tree.left()[at] : tree.right()[at];
    }
    double leaf = tree.value()[at];
    for (int i = 0; i < count; i++) {
      changes[changed[i]][to] -= leaf;
    }
    return leaf;
  }

  private static boolean contains(int[] values, int count, int wanted) {
    for (int i = 0; i < count; i++) {
      if (values[i] == wanted) {
        return true;
      }
    }
    return false;
  }

  private double leaf(
      FlatTree tree, int from, float[] rows, float[] shuffled, int first, int group) {
    int at = from;
    for (int feature = tree.feature()[at]; feature != FlatTree.LEAF; feature = tree.feature()[at]) {
      float x = groupOf[feature] == group ? shuffled[first + feature] : rows[first + feature];
      at = tree.goesLeft(at, x) ? tree.left()[at] : tree.right()[at];
    }
    return tree.value()[at];
  }

  private float[] linked(double[] margins, int n) {
    int outputs = ensemble.outputs();
    float[] scores = new float[n];
    for (int row = 0; row < n; row++) {
      double last = margins[row * outputs + outputs - 1];
      boolean asIs = ensemble.link() == Link.IDENTITY || ensemble.link() == Link.PROBABILITY;
      scores[row] = asIs ? (float) last : probability(margins, row);
    }
    return scores;
  }

  /** Of the last class: 1 over the sum of exp(margin less that of the last class). */
  private float probability(double[] margins, int row) {
    int outputs = ensemble.outputs();
    double last = margins[row * outputs + outputs - 1];
    if (outputs == 1) {
      return (float) (1 / (1 + StrictMath.exp(-last)));
    }
    double sum = 0;
    for (int k = 0; k < outputs; k++) {
      sum += StrictMath.exp(margins[row * outputs + k] - last);
    }
    return (float) (1 / sum);
  }
}
