package org.tidemark.models.explain;

import java.util.List;
import org.tidemark.models.form.Tree;

/**
 * One tree laid out for {@link TreeShap}.
 *
 * <p>Node n other than the root is reached by an edge that tests feature f with share {@code z} of
 * its parent's cover. If an edge above tests f as well, the two act as one with the product of
 * their shares and pass only rows that pass both; {@code earlier} names the node below the nearest
 * such edge, or the root. With o and z of the merged edges, f is worth {@code g = o t + z (1 - t)}
 * in the product over a path, and {@code c = (o - z) / g} turns the product into what f itself is
 * given. So each node has, for each of three states of its edge, a factor {@code g / g earlier} for
 * the product and a coefficient {@code c - c earlier} for the sum of the leaves below:
 *
 * <ul>
 *   <li>0: the row fails an earlier edge, and so the merged one whatever this edge says: factor
 *       {@code z}, coefficient 0;
 *   <li>1: it passes the earlier edges and fails this one;
 *   <li>2: it passes all.
 * </ul>
 */
final class ShapTree {
  private static final int STATES = 3;

  private final int output;
  private final double expected;
  private final int points;
  private final FlatTree tree;
  // Of the edge to a node, by node, state and point.
  private final int[] earlier;
  private final double[] factors;
  private final double[] coefficients;

  private ShapTree(Tree tree, Shares shares) {
    int n = tree.nodes().size();
    GaussLegendre rule = GaussLegendre.of((Math.max(1, shares.depth()) + 1) / 2);
    output = tree.output();
    expected = shares.expected();
    points = rule.nodes().length;
    earlier = shares.earlier();
    this.tree = FlatTree.of(tree);
    factors = new double[n * STATES * points];
    coefficients = new double[n * STATES * points];
    for (int at = 1; at < n; at++) {
      for (int point = 0; point < points; point++) {
        double t = rule.nodes()[point];
        double weight = rule.weights()[point];
        double before = shares.merged()[earlier[at]];
        double merged = shares.merged()[at];
        double gone = merged / before;
        put(at, 0, point, before == 0 ? 0 : gone, 0);
        double passedBefore = t + before * (1 - t);
        double passed = t + merged * (1 - t);
        double given = (1 - before) / passedBefore;
        put(at, 1, point, merged * (1 - t) / passedBefore, weight * (-1 / (1 - t) - given));
        put(at, 2, point, passed / passedBefore, weight * ((1 - merged) / passed - given));
      }
    }
  }

  static ShapTree of(Tree tree) {
    return new ShapTree(tree, Shares.of(tree));
  }

  private void put(int node, int state, int point, double factor, double coefficient) {
    int at = (node * STATES + state) * points + point;
    factors[at] = factor;
    coefficients[at] = coefficient;
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

  /** Doubles that {@link #add} needs to work in. */
  int scratch() {
    return tree.nodes() * points;
  }

  /**
   * Adds the values of one row.
   *
   * @param from where its features begin
   * @param to where its values begin
   * @param sums to work in, {@link #scratch} or more
   * @param states to work in, {@link #nodes} or more
   */
  void add(float[] rows, int from, double[] values, int to, double[] sums, int[] states) {
    states[0] = 2;
    for (int k = 0; k < points; k++) {
      sums[k] = 1;
    }
    for (int at = 0; at < tree.nodes(); at++) {
      int feature = tree.feature()[at];
      if (feature == FlatTree.LEAF) {
        double value = tree.value()[at];
        for (int k = at * points; k < (at + 1) * points; k++) {
          sums[k] *= value;
        }
      } else {
        int left = tree.goesLeft(at, rows[from + feature]) ? 1 : 0;
        down(at, tree.left()[at], left, sums, states);
        down(at, tree.right()[at], 1 - left, sums, states);
      }
    }
    for (int at = tree.nodes() - 1; at >= 0; at--) {
      int feature = tree.feature()[at];
      if (feature != FlatTree.LEAF) {
        values[to + feature] += up(at, tree.left()[at], tree.right()[at], sums, states);
      }
    }
  }

  private void down(int parent, int child, int passes, double[] sums, int[] states) {
    int state = states[earlier[child]] == 2 ? 1 + passes : 0;
    states[child] = state;
    int factor = (child * STATES + state) * points;
    for (int k = 0; k < points; k++) {
      sums[child * points + k] = sums[parent * points + k] * factors[factor + k];
    }
  }

  /** Joins the leaves below both children and returns what the split's feature is given. */
  private double up(int parent, int one, int other, double[] sums, int[] states) {
    int a = (one * STATES + states[one]) * points;
    int b = (other * STATES + states[other]) * points;
    double given = 0;
    for (int k = 0; k < points; k++) {
      double below = sums[one * points + k];
      double beside = sums[other * points + k];
      given += coefficients[a + k] * below + coefficients[b + k] * beside;
      sums[parent * points + k] = below + beside;
    }
    return given;
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
