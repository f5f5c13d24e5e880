package org.tidemark.models.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/** Seeded trees of any shape: features come twice on a path, nodes have no cover, leaves are 0. */
final class RandomTrees {
  private static final List<Float> THRESHOLDS = List.of(-1f, 0f, 0.5f, 1f);

  private final SplittableRandom random;
  private final int features;
  private final int deepest;
  private final List<Tree.Node> nodes = new ArrayList<>();
  private final List<Float> covers = new ArrayList<>();

  private RandomTrees(SplittableRandom random, int features, int deepest) {
    this.random = random;
    this.features = features;
    this.deepest = deepest;
  }

  static TreeEnsemble ensemble(Link link, int features, int deepest, int trees, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int outputs = link == Link.SOFTMAX ? 3 : 1;
    List<Tree> grown = new ArrayList<>();
    for (int at = 0; at < trees; at++) {
      RandomTrees tree = new RandomTrees(random, features, deepest);
      tree.grow(0, 1 + random.nextInt(1000));
      grown.add(new Tree(at % outputs, tree.nodes, tree.covers));
    }
    List<Float> base = outputs == 1 ? List.of(0.25f) : List.of(0.25f, -0.5f, 0f);
    return new TreeEnsemble(features, base, grown, link);
  }

  /** Values on, between and beyond the thresholds, infinite and missing. */
  static float[] rows(int rows, int features, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(8)) {
            case 0 -> Float.NaN;
            case 1 -> Float.POSITIVE_INFINITY;
            case 2, 3 -> THRESHOLDS.get(random.nextInt(THRESHOLDS.size()));
            default -> (float) random.nextGaussian();
          };
    }
    return values;
  }

  /** One tree of which each split has a leaf on the left: as deep as it has splits. */
  static TreeEnsemble comb(int features, int splits, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tree.Node> nodes = new ArrayList<>();
    List<Float> covers = new ArrayList<>();
    float cover = 1e6f;
    for (int at = 0; at < splits; at++) {
      nodes.add(
          new Tree.Split(
              random.nextInt(features),
              THRESHOLDS.get(random.nextInt(THRESHOLDS.size())),
              2 * at + 1,
              2 * at + 2,
              random.nextBoolean()));
      nodes.add(new Tree.Leaf((float) random.nextGaussian()));
      covers.add(cover);
      covers.add(cover * 0.1f);
      cover *= 0.9f;
    }
    nodes.add(new Tree.Leaf(1));
    covers.add(cover);
    return new TreeEnsemble(
        features, List.of(0f), List.of(new Tree(0, nodes, covers)), Link.IDENTITY);
  }

  private int grow(int depth, float cover) {
    int at = nodes.size();
    nodes.add(new Tree.Leaf(random.nextInt(9) == 0 ? 0 : (float) random.nextGaussian()));
    covers.add(cover);
    if (depth < deepest && random.nextInt(6) != 0) {
      float left = (float) (cover * (random.nextInt(9) == 0 ? 0 : random.nextDouble()));
      int feature = random.nextInt(features);
      float threshold = THRESHOLDS.get(random.nextInt(THRESHOLDS.size()));
      nodes.set(
          at,
          new Tree.Split(
              feature,
              threshold,
              grow(depth + 1, left),
              grow(depth + 1, cover - left),
              random.nextBoolean()));
    }
    return at;
  }
}
