package org.tidemark.models.explain;

import java.util.Arrays;
import java.util.List;
import org.tidemark.models.form.Tree;

/**
 * One tree laid out for {@link TreeShap}, which takes a block of rows through it at a time.
 *
 * <p>Node n other than the root is reached by an edge that tests feature f with share {@code z} of
 * its parent's cover. If an edge above tests f as well, the two act as one with the product of
 * their shares and pass only rows that pass both; {@code earlier} names the node below the nearest
 * such edge, or the root. With o and z of the merged edges, f is worth {@code g = o t + z (1 - t)}
 * in the product over a path, and {@code c = (o - z) / g} turns the product into what f itself is
 * given. So a row has, at each edge, a factor {@code g / g earlier} for the product and a
 * coefficient {@code c - c earlier} for the sum of the leaves below:
 *
 * <ul>
 *   <li>it fails an earlier edge, and so the merged one whatever this edge says: factor {@code z},
 *       coefficient 0;
 *   <li>it passes the earlier edges and fails this one;
 *   <li>it passes all.
 * </ul>
 *
 * Both are kept as a sum of a constant, a step for passing the earlier edges, and a step for
 * passing all, so that rows need no branch and the innermost loops run over rows side by side.
 */
final class ShapTree {
  /** Most rows taken through a tree together. */
  static final int ROWS = 64;

  private final int output;
  private final double expected;
  private final int points;
  private final FlatTree tree;
  // Of the edge to a node, by point and node.
  private final int[] earlier;
  private final double[] share;
  private final double[] earlierFactor;
  private final double[] passedFactor;
  private final double[] earlierCoefficient;
  private final double[] passedCoefficient;

  private ShapTree(Tree tree, Shares shares) {
    int n = tree.nodes().size();
    GaussLegendre rule = GaussLegendre.of((Math.max(1, shares.depth()) + 1) / 2);
    output = tree.output();
    expected = shares.expected();
    points = rule.nodes().length;
    earlier = shares.earlier();
    this.tree = FlatTree.of(tree);
    share = new double[n];
    earlierFactor = new double[n * points];
    passedFactor = new double[n * points];
    earlierCoefficient = new double[n * points];
    passedCoefficient = new double[n * points];
    for (int node = 1; node < n; node++) {
      double before = shares.merged()[earlier[node]];
      double merged = shares.merged()[node];
      share[node] = before == 0 ? 0 : merged / before;
      for (int point = 0; point < points; point++) {
        double t = rule.nodes()[point];
        double weight = rule.weights()[point];
        double passedBefore = t + before * (1 - t);
        double passed = t + merged * (1 - t);
        double given = (1 - before) / passedBefore;
        double failedFactor = merged * (1 - t) / passedBefore;
        double failedCoefficient = weight * (-1 / (1 - t) - given);
        int at = point * n + node;
        earlierFactor[at] = failedFactor - share[node];
        passedFactor[at] = passed / passedBefore - failedFactor;
        earlierCoefficient[at] = failedCoefficient;
        passedCoefficient[at] = weight * ((1 - merged) / passed - given) - failedCoefficient;
      }
    }
  }

  static ShapTree of(Tree tree) {
    return new ShapTree(tree, Shares.of(tree));
  }

  int output() {
    return output;
  }

  /** Mean of the leaves by their share of the cover. */
  double expected() {
    return expected;
  }

  int nodes() {
    return tree.nodes();
  }

  /**
   * Adds the values of a block of rows.
   *
   * @param rows how many, {@link #ROWS} at most
   * @param columns values of each feature
   * @param values of each feature, added to
   * @param work to work in, for {@link #nodes} or more
   */
  void add(int rows, float[][] columns, double[][] values, Work work) {
    decide(rows, columns, work.passes());
    for (int point = 0; point < points; point++) {
      int first = point * tree.nodes();
      Arrays.fill(work.sums()[0], 1);
      for (int at = 0; at < tree.nodes(); at++) {
        if (tree.feature()[at] != FlatTree.LEAF) {
          down(rows, first, at, tree.left()[at], work);
          down(rows, first, at, tree.right()[at], work);
        }
      }
      for (int at = tree.nodes() - 1; at >= 0; at--) {
        if (tree.feature()[at] == FlatTree.LEAF) {
          scale(rows, work.sums()[at], tree.value()[at]);
        } else {
          up(rows, first, at, values[tree.feature()[at]], work);
        }
      }
    }
  }

  /** Which rows pass the merged edges to each node, 1 or 0. */
  private void decide(int rows, float[][] columns, double[][] passes) {
    Arrays.fill(passes[0], 1);
    for (int at = 0; at < tree.nodes(); at++) {
      int feature = tree.feature()[at];
      if (feature != FlatTree.LEAF) {
        float[] column = columns[feature];
        double[] left = passes[tree.left()[at]];
        double[] right = passes[tree.right()[at]];
        double[] before = passes[earlier[tree.left()[at]]];
        for (int row = 0; row < rows; row++) {
          double goesLeft = tree.goesLeft(at, column[row]) ? before[row] : 0;
          left[row] = goesLeft;
          right[row] = before[row] - goesLeft;
        }
      }
    }
  }

  /** Carries the products from a node to its child. */
  private void down(int rows, int first, int parent, int child, Work work) {
    double constant = share[child];
    double ifEarlier = earlierFactor[first + child];
    double ifPassed = passedFactor[first + child];
    double[] from = work.sums()[parent];
    double[] to = work.sums()[child];
    double[] before = work.passes()[earlier[child]];
    double[] passes = work.passes()[child];
    for (int row = 0; row < rows; row++) {
      to[row] = from[row] * (constant + ifEarlier * before[row] + ifPassed * passes[row]);
    }
  }

  private static void scale(int rows, double[] sums, double value) {
    for (int row = 0; row < rows; row++) {
      sums[row] *= value;
    }
  }

  /** Joins the leaves below both children of a split and gives its feature what is its own. */
  private void up(int rows, int first, int split, double[] given, Work work) {
    int left = tree.left()[split];
    int right = tree.right()[split];
    double leftEarlier = earlierCoefficient[first + left];
    double rightEarlier = earlierCoefficient[first + right];
    double leftPassed = passedCoefficient[first + left];
    double rightPassed = passedCoefficient[first + right];
    double[] before = work.passes()[earlier[left]];
    double[] passesLeft = work.passes()[left];
    double[] passesRight = work.passes()[right];
    double[] below = work.sums()[left];
    double[] beside = work.sums()[right];
    double[] sum = work.sums()[split];
    for (int row = 0; row < rows; row++) {
      given[row] +=
          below[row] * (leftEarlier * before[row] + leftPassed * passesLeft[row])
              + beside[row] * (rightEarlier * before[row] + rightPassed * passesRight[row]);
    }
    for (int row = 0; row < rows; row++) {
      sum[row] = below[row] + beside[row];
    }
  }

  /**
   * Arrays to work in, {@link #ROWS} numbers for each node.
   *
   * @param passes whether a row passes the merged edges to the node
   * @param sums products on the way down, sums of leaves on the way up
   */
  record Work(double[][] passes, double[][] sums) {
    static Work of(int nodes) {
      return new Work(new double[nodes][ROWS], new double[nodes][ROWS]);
    }
  }

  /**
   * The shares of a tree's edges.
   *
   * @param merged of each node, the product of the shares of its edge and of those above it that
   *     test the same feature; 1 at the root
   * @param earlier of each node, the node below the nearest edge above that tests the same feature,
   *     or 0
   * @param depth most different features on the way to a leaf
   * @param expected mean of the leaves
   */
  private record Shares(double[] merged, int[] earlier, int depth, double expected) {
    static Shares of(Tree tree) {
      List<Tree.Node> nodes = tree.nodes();
      int n = nodes.size();
      double[] merged = new double[n];
      double[] reach = new double[n];
      int[] earlier = new int[n];
      int[] depths = new int[n];
      int[] parents = new int[n];
      merged[0] = 1;
      reach[0] = 1;
      double expected = 0;
      int depth = 0;
      for (int at = 0; at < n; at++) {
        if (nodes.get(at) instanceof Tree.Split split) {
          double cover = tree.covers().get(at);
          for (int child : new int[] {split.left(), split.right()}) {
            parents[child] = at;
            double share = cover == 0 ? 0.5 : tree.covers().get(child) / cover;
            int same = at;
            while (same > 0 && tested(nodes, parents[same]) != split.feature()) {
              same = parents[same];
            }
            earlier[child] = same;
            merged[child] = merged[same] * share;
            reach[child] = reach[at] * share;
            depths[child] = depths[at] + (same == 0 ? 1 : 0);
            depth = Math.max(depth, depths[child]);
          }
        } else if (nodes.get(at) instanceof Tree.Leaf leaf) {
          expected += reach[at] * leaf.value();
        }
      }
      return new Shares(merged, earlier, depth, expected);
    }

    private static int tested(List<Tree.Node> nodes, int at) {
      return ((Tree.Split) nodes.get(at)).feature();
    }
  }
}
