package org.tidemark.models.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;
import org.tidemark.models.form.Tree;

/**
 * Trees of MLlib as trees of our form.
 *
 * <p>MLlib sends x left when {@code x <= t} with t in double. Over floats that is {@code x < the
 * float after the greatest one that is not above t}. It knows no missing values: the learners fill
 * them with the column's mean, so a missing value goes where the mean goes.
 *
 * @param means of the training window, per column
 */
record MllibTrees(double[] means) {
  /**
   * One tree.
   *
   * @param output that its leaves add to
   * @param value of a leaf, rounded to float here
   */
  Tree tree(Node root, int output, ToDoubleFunction<Node> value) {
    List<Tree.Node> nodes = new ArrayList<>();
    List<Float> covers = new ArrayList<>();
    add(root, value, nodes, covers);
    return new Tree(output, nodes, covers);
  }

  private void add(
      Node node, ToDoubleFunction<Node> value, List<Tree.Node> nodes, List<Float> covers) {
    int at = nodes.size();
    covers.add((float) node.impurityStats().count());
    if (!(node instanceof InternalNode inner)) {
      nodes.add(new Tree.Leaf((float) value.applyAsDouble(node)));
      return;
    }
    ContinuousSplit split = (ContinuousSplit) inner.split();
    int column = split.featureIndex();
    nodes.add(new Tree.Leaf(0)); // its place, until the children have theirs
    add(inner.leftChild(), value, nodes, covers);
    int right = nodes.size();
    add(inner.rightChild(), value, nodes, covers);
    boolean missingGoesLeft = means[column] <= split.threshold();
    nodes.set(at, new Tree.Split(column, above(split.threshold()), at + 1, right, missingGoesLeft));
  }

  /** The least float above a threshold. */
  static float above(double threshold) {
    float nearest = (float) threshold;
    return nearest > threshold ? nearest : Math.nextUp(nearest);
  }
}
