package org.tidemark.models.learn;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * The JSON text of a {@link TreeModel}.
 *
 * @param gain share of each column
 * @param base one margin per output
 */
@JsonPropertyOrder({"learner", "link", "gain", "base", "trees"})
record TreeText(
    @JsonProperty("learner") String learner,
    @JsonProperty("link") Link link,
    @JsonProperty("gain") double[] gain,
    @JsonProperty("base") float[] base,
    @JsonProperty("trees") List<One> trees) {
  private static final int LEAF = -1;

  /**
   * One tree, an entry per node.
   *
   * @param column that a split tests, -1 for a leaf
   * @param value threshold of a split, value of a leaf
   * @param left child, 0 for a leaf
   * @param right child, 0 for a leaf
   * @param missing 1 where a missing value goes left
   * @param cover of each node
   */
  @JsonPropertyOrder({"output", "column", "value", "left", "right", "missing", "cover"})
  record One(
      @JsonProperty("output") int output,
      @JsonProperty("column") int[] column,
      @JsonProperty("value") float[] value,
      @JsonProperty("left") int[] left,
      @JsonProperty("right") int[] right,
      @JsonProperty("missing") int[] missing,
      @JsonProperty("cover") float[] cover) {
    static One of(Tree tree) {
      int n = tree.nodes().size();
      One one =
          new One(
              tree.output(),
              new int[n],
              new float[n],
              new int[n],
              new int[n],
              new int[n],
              new float[tree.covers().size()]);
      for (int at = 0; at < n; at++) {
        if (tree.nodes().get(at) instanceof Tree.Split split) {
          one.column[at] = split.feature();
          one.value[at] = split.threshold();
          one.left[at] = split.left();
          one.right[at] = split.right();
          one.missing[at] = split.missingGoesLeft() ? 1 : 0;
        } else if (tree.nodes().get(at) instanceof Tree.Leaf leaf) {
          one.column[at] = LEAF;
          one.value[at] = leaf.value();
        }
      }
      for (int at = 0; at < one.cover.length; at++) {
        one.cover[at] = tree.covers().get(at);
      }
      return one;
    }

    Tree tree() {
      int n = column.length;
      if (value.length != n || left.length != n || right.length != n || missing.length != n) {
        throw new IllegalArgumentException("a tree of " + n + " nodes has lists of other lengths");
      }
      List<Tree.Node> nodes = new ArrayList<>(n);
      for (int at = 0; at < n; at++) {
        nodes.add(
            column[at] == LEAF
                ? new Tree.Leaf(value[at])
                : new Tree.Split(column[at], value[at], left[at], right[at], missing[at] == 1));
      }
      return new Tree(output, nodes, list(cover));
    }
  }

  static TreeText of(String learner, TreeEnsemble form, double[] gain) {
    float[] base = new float[form.outputs()];
    for (int k = 0; k < base.length; k++) {
      base[k] = form.base().get(k);
    }
    return new TreeText(
        learner, form.link(), gain, base, form.trees().stream().map(One::of).toList());
  }

  TreeEnsemble form() {
    return new TreeEnsemble(gain.length, list(base), trees.stream().map(One::tree).toList(), link);
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>(values.length);
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
