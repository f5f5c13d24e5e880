package org.tidemark.models.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * A sum of trees in flat arrays, with the bits that ONNX Runtime gives: float32 sums in tree order,
 * then the link as the runtime approximates it.
 *
 * <p>A row's values become whole numbers that order as the floats do (-0 equals 0), twice: once
 * with NaN below all, once above all. A split names the column of the copy that sends NaN its way,
 * so a step is one comparison without a branch: siblings lie side by side, and the sign of a
 * difference is the way. Leaves lead to themselves, and eight trees are walked at a time, which
 * hides the time that each step waits for memory. Nothing is allocated.
 */
final class TreeWalker {
  /** Deeper trees are left to the runtime: a walk takes as many steps as the deepest path. */
  static final int DEPTH = 16;

  private static final int COLUMN_BITS = 12;
  private static final int COLUMN = (1 << COLUMN_BITS) - 1;
  private static final int REACH = 1 << (31 - COLUMN_BITS);
  private static final long TO_ITSELF = (long) Integer.MAX_VALUE << 32;

  private final int width;
  private final Link link;

  /** Threshold in the upper half, then the distance to the left child, then the column. */
  private final long[] nodes;

  /** Values of leaves, 0 for splits. */
  private final float[] values;

  /** First node and depth of each tree; trees of one output follow each other. */
  private final int[] roots;

  private final int[] depths;

  /** Where the trees of each output begin, and the end. */
  private final int[] outputs;

  private final float[] base;
  private final Optional<RuntimeSoftmax> softmax;

  private TreeWalker(TreeEnsemble form, Optional<RuntimeSoftmax> softmax) {
    this.softmax = softmax;
    this.width = form.features();
    this.link = form.link();
    int count = form.trees().stream().mapToInt(tree -> tree.nodes().size()).sum();
    this.nodes = new long[count];
    this.values = new float[count];
    this.roots = new int[form.trees().size()];
    this.depths = new int[roots.length];
    this.outputs = new int[form.outputs() + 1];
    this.base = new float[form.outputs()];
    int at = 0;
    int tree = 0;
    for (int k = 0; k < form.outputs(); k++) {
      base[k] = form.base().get(k);
      for (Tree each : form.trees()) {
        if (each.output() == k) {
          roots[tree] = at;
          at = lay(each, at, tree++);
        }
      }
      outputs[k + 1] = tree;
    }
  }

  /** The walker of a sum of trees; empty if it has no walker. */
  static Optional<TreeWalker> of(TreeEnsemble form) {
    boolean small =
        2 * form.features() <= COLUMN
            && form.trees().stream()
                .allMatch(tree -> tree.nodes().size() < REACH && depth(tree) <= DEPTH);
    Optional<RuntimeSoftmax> softmax =
        form.link() == Link.SOFTMAX ? RuntimeSoftmax.ofThisProcessor() : Optional.empty();
    return small && (form.link() != Link.SOFTMAX || softmax.isPresent())
        ? Optional.of(new TreeWalker(form, softmax))
        : Optional.empty();
  }

  private static int depth(Tree tree) {
    int[] depth = new int[tree.nodes().size()];
    int deepest = 0;
    for (int at = 0; at < depth.length; at++) {
      deepest = Math.max(deepest, depth[at]);
      if (tree.nodes().get(at) instanceof Tree.Split split) {
        depth[split.left()] = depth[at] + 1;
        depth[split.right()] = depth[at] + 1;
      }
    }
    return deepest;
  }

  /** Level by level, so that the two children of a split are neighbours. */
  private int lay(Tree tree, int from, int number) {
    depths[number] = depth(tree);
    List<Integer> order = new ArrayList<>(List.of(0));
    for (int i = 0; i < order.size(); i++) {
      Tree.Node node = tree.nodes().get(order.get(i));
      if (node instanceof Tree.Split split) {
        int left = order.size() - i;
        int column = split.missingGoesLeft() ? split.feature() : width + split.feature();
        nodes[from + i] = (long) key(split.threshold()) << 32 | (long) left << COLUMN_BITS | column;
        order.add(split.left());
        order.add(split.right());
      } else if (node instanceof Tree.Leaf leaf) {
        nodes[from + i] = TO_ITSELF;
        values[from + i] = leaf.value();
      }
    }
    return from + order.size();
  }

  /** Room that a call needs: its own, of one thread at a time. */
  int[] room() {
    return new int[2 * width];
  }

  /** Scores {@code n} rows as {@link OnnxScorer#score(float[], int, float[])}. */
  void score(float[] rows, int n, float[] out, int[] keys) {
    for (int row = 0; row < n; row++) {
      keys(rows, row * width, keys);
      int at = row * base.length;
      for (int k = 0; k < base.length; k++) {
        out[at + k] = sum(outputs[k], outputs[k + 1], base[k], keys);
      }
      switch (link) {
        case SIGMOID -> out[at] = RuntimeSigmoid.of(out[at]);
        case FLOAT_SIGMOID ->
            out[at] = RuntimeSigmoid.of(Math.abs(out[at]) <= Link.INDISTINCT ? 0 : out[at]);
        case SOFTMAX -> softmax.get().of(out, at, base.length);
        case IDENTITY, PROBABILITY -> {}
      }
    }
  }

  /** Orders as the floats do; adding 0 makes 0 of -0. */
  private static int key(float x) {
    int bits = Float.floatToRawIntBits(x + 0.0f);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  private void keys(float[] rows, int from, int[] keys) {
    for (int j = 0; j < width; j++) {
      float x = rows[from + j];
      boolean missing = Float.isNaN(x);
      int key = key(x);
      keys[j] = missing ? Integer.MIN_VALUE : key;
      keys[width + j] = missing ? Integer.MAX_VALUE : key;
    }
  }

  private float sum(int first, int end, float start, int[] keys) {
    float sum = start;
    int tree = first;
    for (; tree + 8 <= end; tree += 8) {
      int a = roots[tree];
      int b = roots[tree + 1];
      int c = roots[tree + 2];
      int d = roots[tree + 3];
      int e = roots[tree + 4];
      int f = roots[tree + 5];
      int g = roots[tree + 6];
      int h = roots[tree + 7];
      int deepest = 0;
      for (int i = tree; i < tree + 8; i++) {
        deepest = Math.max(deepest, depths[i]);
      }
      for (int level = 0; level < deepest; level++) {
        a = step(a, keys);
        b = step(b, keys);
        c = step(c, keys);
        d = step(d, keys);
        e = step(e, keys);
        f = step(f, keys);
        g = step(g, keys);
        h = step(h, keys);
      }
      sum += values[a];
      sum += values[b];
      sum += values[c];
      sum += values[d];
      sum += values[e];
      sum += values[f];
      sum += values[g];
      sum += values[h];
    }
    for (; tree < end; tree++) {
      int a = roots[tree];
      for (int level = 0; level < depths[tree]; level++) {
        a = step(a, keys);
      }
      sum += values[a];
    }
    return sum;
  }

  private int step(int at, int[] keys) {
    long node = nodes[at];
    int low = (int) node;
    long below = (node >> 32) - 1 - keys[low & COLUMN];
    return at + (low >>> COLUMN_BITS) + (int) (below >>> 63);
  }
}
