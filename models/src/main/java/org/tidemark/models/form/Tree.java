package org.tidemark.models.form;

import java.io.Serializable;
import java.util.List;

/**
 * One binary decision tree; node 0 is the root and children come after their parent.
 *
 * @param output the output column that its leaves add to
 * @param covers how much of the training data came to each node (for XGBoost the sum of hessians),
 *     0 or more; empty where the learner does not tell. Scores do not need them, explanations do
 */
public record Tree(int output, List<Node> nodes, List<Float> covers) implements Serializable {
  /** A node: a test of one feature, or a value. */
  public sealed interface Node extends Serializable permits Split, Leaf {}

  /**
   * Goes left when {@code row[feature] < threshold} as float32, or when the value is NaN and {@code
   * missingGoesLeft}; right otherwise.
   */
  public record Split(int feature, float threshold, int left, int right, boolean missingGoesLeft)
      implements Node {}

  /** Adds {@code value} to the output. */
  public record Leaf(float value) implements Node {}

  /** A tree whose learner does not tell its covers. */
  public Tree(int output, List<Node> nodes) {
    this(output, nodes, List.of());
  }

  public Tree {
    nodes = List.copyOf(nodes);
    covers = List.copyOf(covers);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a tree needs at least one node");
    }
    boolean[] hasParent = new boolean[nodes.size()];
    for (int at = 0; at < nodes.size(); at++) {
      if (nodes.get(at) instanceof Split split) {
        claim(hasParent, at, split.left());
        claim(hasParent, at, split.right());
      }
    }
    for (int at = 1; at < nodes.size(); at++) {
      if (!hasParent[at]) {
        throw new IllegalArgumentException("tree node " + at + " is not reachable from the root");
      }
    }
    if (!covers.isEmpty() && covers.size() != nodes.size()) {
      throw new IllegalArgumentException(
          nodes.size()
              + " tree nodes came with "
              + covers.size()
              + " covers; give one each or none");
    }
    for (float cover : covers) {
      if (!(cover >= 0 && Float.isFinite(cover))) {
        throw new IllegalArgumentException("cover " + cover + " must be finite and 0 or more");
      }
    }
  }

  /** The value of the leaf that the row starting at {@code from} comes to. */
  float leaf(float[] rows, int from) {
    int at = 0;
    while (nodes.get(at) instanceof Split split) {
      float x = rows[from + split.feature()];
      boolean goesLeft = Float.isNaN(x) ? split.missingGoesLeft() : x < split.threshold();
      at = goesLeft ? split.left() : split.right();
    }
    return ((Leaf) nodes.get(at)).value();
  }

  private static void claim(boolean[] hasParent, int parent, int child) {
    if (child <= parent || child >= hasParent.length || hasParent[child]) {
      throw new IllegalArgumentException(
          "tree node "
              + parent
              + " names child "
              + child
              + "; children come after their parent, below "
              + hasParent.length
              + ", and have one parent");
    }
    hasParent[child] = true;
  }
}
