package org.tidemark.models.explain;

import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/** Shapley values by their definition: over all coalitions of features, each by expectation. */
final class SlowShap {
  private SlowShap() {}

  /** Values of one row, outputs x features. */
  static double[][] values(TreeEnsemble ensemble, float[] row) {
    int n = ensemble.features();
    double[][] values = new double[ensemble.outputs()][n];
    for (Tree tree : ensemble.trees()) {
      double[] worth = new double[1 << n];
      for (int coalition = 0; coalition < worth.length; coalition++) {
        worth[coalition] = expectation(tree, 0, row, coalition);
      }
      for (int i = 0; i < n; i++) {
        for (int others = 0; others < worth.length; others++) {
          if ((others >> i & 1) == 0) {
            int size = Integer.bitCount(others);
            double weight = factorial(size) * factorial(n - 1 - size) / factorial(n);
            values[tree.output()][i] += weight * (worth[others | 1 << i] - worth[others]);
          }
        }
      }
    }
    return values;
  }

  /** Of the leaves below a node when only the features of the coalition are known. */
  private static double expectation(Tree tree, int at, float[] row, int coalition) {
    if (tree.nodes().get(at) instanceof Tree.Leaf leaf) {
      return leaf.value();
    }
    Tree.Split split = (Tree.Split) tree.nodes().get(at);
    if ((coalition >> split.feature() & 1) == 1) {
      float x = row[split.feature()];
      boolean goesLeft = x < split.threshold() || Float.isNaN(x) && split.missingGoesLeft();
      return expectation(tree, goesLeft ? split.left() : split.right(), row, coalition);
    }
    double cover = tree.covers().get(at);
    double left = cover == 0 ? 0.5 : tree.covers().get(split.left()) / cover;
    double right = cover == 0 ? 0.5 : tree.covers().get(split.right()) / cover;
    return left * expectation(tree, split.left(), row, coalition)
        + right * expectation(tree, split.right(), row, coalition);
  }

  private static double factorial(int n) {
    return n < 2 ? 1 : n * factorial(n - 1);
  }
}
