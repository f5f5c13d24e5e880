package org.tidemark.models.form;

import java.util.Arrays;
import java.util.List;

/**
 * A sum of trees: {@code margin_k = base_k + sum of the leaves of trees with output k}, added in
 * tree order in float32, then the link.
 *
 * @param features columns of a row
 * @param base one margin per output, added first
 */
public record TreeEnsemble(int features, List<Float> base, List<Tree> trees, Link link)
    implements ModelForm {
  public TreeEnsemble {
    base = List.copyOf(base);
    trees = List.copyOf(trees);
    link.need(base.size());
    for (float margin : base) {
      if (!Float.isFinite(margin)) {
        throw new IllegalArgumentException("base margin " + margin + " must be finite");
      }
    }
    for (int at = 0; at < trees.size(); at++) {
      Tree tree = trees.get(at);
      if (tree.output() < 0 || tree.output() >= base.size()) {
        throw new IllegalArgumentException(
            "tree " + at + " adds to output " + tree.output() + " of " + base.size());
      }
      for (Tree.Node node : tree.nodes()) {
        check(at, node, features);
      }
    }
  }

  private static void check(int tree, Tree.Node node, int features) {
    if (node instanceof Tree.Split split) {
      if (split.feature() < 0 || split.feature() >= features) {
        throw new IllegalArgumentException(
            "tree " + tree + " tests column " + split.feature() + " of " + features);
      }
      if (!Float.isFinite(split.threshold())) {
        throw new IllegalArgumentException(
            "tree " + tree + " has threshold " + split.threshold() + "; thresholds are finite");
      }
    } else if (node instanceof Tree.Leaf leaf && !Float.isFinite(leaf.value())) {
      throw new IllegalArgumentException(
          "tree " + tree + " has leaf value " + leaf.value() + "; leaf values are finite");
    }
  }

  @Override
  public int outputs() {
    return base.size();
  }

  /** Scores the row that starts at {@code from} into {@code out} at {@code to}. */
  public void score(float[] rows, int from, float[] out, int to) {
    float[] margins = new float[base.size()];
    for (int k = 0; k < margins.length; k++) {
      margins[k] = base.get(k);
    }
    for (Tree tree : trees) {
      margins[tree.output()] += tree.leaf(rows, from);
    }
    switch (link) {
      case IDENTITY, PROBABILITY -> System.arraycopy(margins, 0, out, to, margins.length);
      case SIGMOID -> out[to] = (float) LinearForm.sigmoid(margins[0]);
      case FLOAT_SIGMOID -> out[to] = 1 / (1 + (float) StrictMath.exp(-(double) margins[0]));
      case SOFTMAX -> {
        double[] exact = new double[margins.length];
        for (int k = 0; k < margins.length; k++) {
          exact[k] = margins[k];
        }
        LinearForm.softmax(exact, out, to);
      }
    }
  }

  /** The distinct thresholds per column, ascending; empty for a column that no tree tests. */
  @Override
  public float[][] edges() {
    float[][] found = new float[features][];
    for (int column = 0; column < features; column++) {
      found[column] = new float[0];
    }
    int[] counts = new int[features];
    for (Tree tree : trees) {
      for (Tree.Node node : tree.nodes()) {
        if (node instanceof Tree.Split split) {
          int column = split.feature();
          if (counts[column] == found[column].length) {
            found[column] = Arrays.copyOf(found[column], Math.max(8, 2 * counts[column]));
          }
          found[column][counts[column]++] = split.threshold();
        }
      }
    }
    for (int column = 0; column < features; column++) {
      float[] sorted = Arrays.copyOf(found[column], counts[column]);
      Arrays.sort(sorted);
      int kept = 0;
      for (float value : sorted) {
        if (kept == 0 || Float.compare(sorted[kept - 1], value) != 0) {
          sorted[kept++] = value;
        }
      }
      found[column] = Arrays.copyOf(sorted, kept);
    }
    return found;
  }
}
