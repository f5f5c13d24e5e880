package org.tidemark.models.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Shapley values of the features of a tree ensemble, in the space of its margins: by how much each
 * feature moved the margin of a row away from the expected margin. Exact, for every output.
 *
 * <p>A coalition's worth is the conditional expectation along the trees' paths: where a split tests
 * a feature outside the coalition, both children count with their share of the split's cover. This
 * is what {@code tree_path_dependent} TreeSHAP computes (Lundberg, Erion, Lee, "Consistent
 * individualized feature attribution for tree ensembles", 2018, Algorithm 2; Lundberg et al.,
 * Nature Machine Intelligence 2, 2020). Algorithm 2 keeps sums over coalition sizes along each
 * path. Here the same sums are integrals: on the path to a leaf of value v let each of its features
 * j have share {@code z_j} (product of its splits' shares) and {@code o_j}, 1 if the row passes its
 * splits and 0 if not. Since {@code s! (d-1-s)! / d!} is the integral of {@code t^s (1-t)^(d-1-s)}
 * over (0, 1), the leaf gives feature i
 *
 * <pre>{@code v (o_i - z_i) integral of product over j != i of (o_j t + z_j (1 - t)) dt}</pre>
 *
 * a polynomial of degree d - 1, which {@link GaussLegendre} integrates exactly with d / 2 nodes,
 * rounded up. For each of these nodes the products are carried down a tree, the sums of the leaves
 * back up.
 *
 * <p>NaN goes where the tree sends it and counts like any value. {@code sum of values + expected =
 * margin}, up to the rounding of double. A split with cover 0, which no training row reached, sends
 * half to either side. Safe for use by several threads.
 */
public final class TreeShap implements Shap {
  private final int features;
  private final double[] expected;
  private final List<ShapTree> trees;

  private TreeShap(int features, double[] expected, List<ShapTree> trees) {
    this.features = features;
    this.expected = expected;
    this.trees = trees;
  }

  /**
   * Prepares an ensemble.
   *
   * @throws IllegalArgumentException if a tree has no covers
   */
  public static TreeShap of(TreeEnsemble ensemble) {
    double[] expected = new double[ensemble.outputs()];
    for (int k = 0; k < expected.length; k++) {
      expected[k] = ensemble.base().get(k);
    }
    List<ShapTree> trees = new ArrayList<>();
    for (int at = 0; at < ensemble.trees().size(); at++) {
      Tree tree = ensemble.trees().get(at);
      if (tree.covers().isEmpty()) {
        throw new IllegalArgumentException(
            "tree "
                + at
                + " has no covers, without which no expectation is known; read the model from a"
                + " form that keeps them, as XGBoost's JSON does");
      }
      ShapTree prepared = ShapTree.of(tree);
      expected[tree.output()] += prepared.expected();
      trees.add(prepared);
    }
    return new TreeShap(ensemble.features(), expected, List.copyOf(trees));
  }

  @Override
  public double[] expected() {
    return expected.clone();
  }

  @Override
  public double[] values(float[] rows, int n) {
    if ((long) n * features != rows.length) {
      throw new IllegalArgumentException(
          n + " rows of " + features + " columns came as " + rows.length + " values");
    }
    int width = features * expected.length;
    double[] values = new double[Math.multiplyExact(n, width)];
    float[][] columns = new float[features][ShapTree.ROWS];
    double[][] block = new double[width][ShapTree.ROWS];
    double[][][] byOutput = new double[expected.length][][];
    for (int k = 0; k < expected.length; k++) {
      byOutput[k] = Arrays.copyOfRange(block, k * features, (k + 1) * features);
    }
    ShapTree.Work work = ShapTree.Work.of(trees.stream().mapToInt(ShapTree::nodes).max().orElse(0));
    for (int from = 0; from < n; from += ShapTree.ROWS) {
      int count = Math.min(n - from, ShapTree.ROWS);
      for (int j = 0; j < features; j++) {
        for (int row = 0; row < count; row++) {
          columns[j][row] = rows[(from + row) * features + j];
        }
      }
      for (ShapTree tree : trees) {
        tree.add(count, columns, byOutput[tree.output()], work);
      }
      for (int i = 0; i < width; i++) {
        for (int row = 0; row < count; row++) {
          values[(from + row) * width + i] = block[i][row];
        }
        Arrays.fill(block[i], 0);
      }
    }
    return values;
  }
}
