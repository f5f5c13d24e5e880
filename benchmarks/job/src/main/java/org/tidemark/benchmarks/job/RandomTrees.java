package org.tidemark.benchmarks.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.features.FeatureSet;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;

/**
 * Seeded full trees over the columns of a feature set: the work of a fitted model without a fit.
 */
record RandomTrees(
    List<String> featureNames, String featureSetHash, int trees, int depth, long seed)
    implements FormedModel {
  static RandomTrees of(FeatureSet set, int trees, int depth) {
    return new RandomTrees(set.outputNames(), set.hash(), trees, depth, 1);
  }

  @Override
  public TreeEnsemble form() {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tree> all = new ArrayList<>();
    int inner = (1 << depth) - 1;
    for (int tree = 0; tree < trees; tree++) {
      List<Tree.Node> nodes = new ArrayList<>();
      for (int at = 0; at < 2 * inner + 1; at++) {
        nodes.add(
            at < inner
                ? new Tree.Split(
                    random.nextInt(featureNames.size()),
                    (float) random.nextGaussian(),
                    2 * at + 1,
                    2 * at + 2,
                    random.nextBoolean())
                : new Tree.Leaf((float) random.nextGaussian() / trees));
      }
      all.add(new Tree(0, nodes));
    }
    return new TreeEnsemble(featureNames.size(), List.of(0f), all, Link.SIGMOID);
  }

  @Override
  public Target target() {
    return new Target.Binary();
  }

  @Override
  public float[] score(float[] features, int rows) {
    TreeEnsemble form = form();
    float[] out = new float[rows];
    for (int row = 0; row < rows; row++) {
      form.score(features, row * form.features(), out, row);
    }
    return out;
  }

  @Override
  public byte[] nativeBytes() {
    return Long.toString(seed).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public double[] gain() {
    return new double[featureNames.size()];
  }
}
