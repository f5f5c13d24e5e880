package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.Tree;
import org.tidemark.models.form.TreeEnsemble;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;

/** Walks in flat arrays beside ONNX Runtime on the same files: every bit, and nothing allocated. */
class TreeWalkerLawsTest {
  private static final int COLUMNS = 9;
  private static final int ROWS = 10_000;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 40, 133})
  void walksGiveTheBitsOfTheRuntime(int trees) {
    for (Target target :
        List.of(new Target.Binary(), new Target.Regression(), new Target.MultiClass(3))) {
      TrainingSet train = Samples.of(target, 3_000, COLUMNS, trees);
      FormedModel model =
          new XgboostLearner(XgboostParameters.standard().withTrees(trees, 1 + trees % 9, 0.3))
              .fit(train, trees);
      try (OnnxScorer scorer = open(model)) {
        assertThat(scorer.walks()).isTrue();
        float[] rows = rows((TreeEnsemble) model.form(), trees);
        float[] wanted = new float[ROWS * target.width()];
        scorer.run(rows, 0, ROWS, wanted);
        assertThat(differing(wanted, scorer.score(rows, ROWS))).isZero();
      }
    }
  }

  /** Values of every magnitude, so that the order of sums and -0 show. */
  @Test
  void leavesOfAnySizeAndOddShapesGiveTheBitsOfTheRuntime() {
    for (int seed = 1; seed <= 20; seed++) {
      TreeEnsemble form = wild(seed);
      TrainingSet names = Samples.of(new Target.Regression(), 1, COLUMNS, 1);
      try (OnnxScorer scorer = open(new FormOnly(form, names.featureNames()))) {
        assertThat(scorer.walks()).isTrue();
        float[] rows = rows(form, seed);
        float[] wanted = new float[ROWS];
        scorer.run(rows, 0, ROWS, wanted);
        assertThat(differing(wanted, scorer.score(rows, ROWS))).as("seed %d", seed).isZero();
      }
    }
  }

  /** Other programs write {@code x <= t}. */
  @Test
  void splitsThatTakeTheirThresholdToTheLeftAreWalkedToo() throws Exception {
    TrainingSet train = Samples.of(new Target.Binary(), 3_000, COLUMNS, 5);
    FormedModel model =
        new XgboostLearner(XgboostParameters.standard().withTrees(30, 5, 0.3)).fit(train, 1);
    ModelProto.Builder file =
        ModelProto.parseFrom(OnnxExport.of(model, Map.of()).bytes()).toBuilder();
    for (AttributeProto.Builder attribute :
        file.getGraphBuilder().getNodeBuilder(0).getAttributeBuilderList()) {
      for (int at = 0; at < attribute.getStringsCount(); at++) {
        if (attribute.getStrings(at).toStringUtf8().equals("BRANCH_LT")) {
          attribute.setStrings(at, ByteString.copyFromUtf8("BRANCH_LEQ"));
        }
      }
    }
    byte[] bytes = file.build().toByteArray();
    LoadGuard.Expected expected = new LoadGuard.Expected(sha256(bytes), Samples.HASH);
    try (OnnxScorer scorer = OnnxScorer.open(bytes, expected);
        OnnxScorer before = open(model)) {
      assertThat(scorer.walks()).isTrue();
      float[] rows = rows((TreeEnsemble) model.form(), 5);
      float[] wanted = new float[ROWS];
      scorer.run(rows, 0, ROWS, wanted);
      assertThat(differing(wanted, scorer.score(rows, ROWS))).isZero();
      assertThat(differing(wanted, before.score(rows, ROWS))).isPositive();
    }
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void whatIsNotASumOfTreesIsLeftToTheRuntime() {
    List<Target> targets =
        List.of(new Target.Binary(), new Target.Regression(), new Target.MultiClass(3));
    for (Target target : targets) {
      try (OnnxScorer scorer = open(LinearSamples.of(target, COLUMNS, 1))) {
        assertThat(scorer.walks()).isFalse();
      }
    }
  }

  @Test
  void aDifferenceOfOneBitShows() {
    assertThat(Probes.same(new float[] {1, 2}, new float[] {1, Math.nextUp(2f)})).isFalse();
    assertThat(Probes.same(new float[] {0f}, new float[] {-0f})).isFalse();
    assertThat(Probes.same(new float[] {1, 2}, new float[] {1, 2})).isTrue();
  }

  @Test
  void aWalkAllocatesNothingAndTheRuntimeNothingPerRow() {
    TrainingSet train = Samples.of(new Target.Binary(), 2_000, COLUMNS, 3);
    FormedModel trees =
        new XgboostLearner(XgboostParameters.standard().withTrees(20, 4, 0.3)).fit(train, 1);
    try (OnnxScorer scorer = open(trees)) {
      for (int n : new int[] {1, 8, 1_000}) {
        assertThat(bytesPerCall(scorer, train, n)).as("%d rows", n).isZero();
      }
    }
    try (OnnxScorer scorer = open(LinearSamples.of(new Target.Binary(), COLUMNS, 1))) {
      double few = bytesPerCall(scorer, train, 8);
      assertThat(few).isPositive();
      assertThat(bytesPerCall(scorer, train, 2_000)).isLessThan(few + 64);
    }
  }

  private static double bytesPerCall(OnnxScorer scorer, TrainingSet rows, int n) {
    float[] features = Arrays.copyOf(rows.features(), n * COLUMNS);
    float[] out = new float[n];
    int calls = 2_000;
    for (int call = 0; call < calls; call++) {
      scorer.score(features, n, out);
    }
    long self = Thread.currentThread().getId();
    // The counter itself may allocate on its first uses.
    THREADS.getThreadAllocatedBytes(self);
    long before = THREADS.getThreadAllocatedBytes(self);
    for (int call = 0; call < calls; call++) {
      scorer.score(features, n, out);
    }
    return Math.floor((THREADS.getThreadAllocatedBytes(self) - before) / (double) calls);
  }

  private static OnnxScorer open(FormedModel model) {
    OnnxArtifact file = OnnxExport.of(model, Map.of());
    return OnnxScorer.open(
        file.bytes(), new LoadGuard.Expected(file.sha256(), model.featureSetHash()));
  }

  private static int differing(float[] wanted, float[] found) {
    int differing = 0;
    for (int at = 0; at < wanted.length; at++) {
      if (Float.floatToRawIntBits(wanted[at]) != Float.floatToRawIntBits(found[at])) {
        differing++;
      }
    }
    return differing;
  }

  /** At, below and above thresholds, missing, infinite, zeros of both signs, and any bits. */
  private static float[] rows(TreeEnsemble form, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] edges = form.edges();
    float[] rows = new float[ROWS * COLUMNS];
    for (int at = 0; at < rows.length; at++) {
      float[] of = edges[at % COLUMNS];
      float edge = of.length == 0 ? 1 : of[random.nextInt(of.length)];
      rows[at] =
          switch (random.nextInt(8)) {
            case 0 -> edge;
            case 1 -> Math.nextUp(edge);
            case 2 -> Math.nextDown(edge);
            case 3 -> Float.NaN;
            case 4 -> random.nextBoolean() ? 0f : -0f;
            case 5 -> random.nextBoolean() ? Float.MAX_VALUE : Float.NEGATIVE_INFINITY;
            case 6 -> Float.intBitsToFloat(random.nextInt());
            default -> (float) (random.nextGaussian() * 4);
          };
    }
    return rows;
  }

  private static TreeEnsemble wild(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Tree> trees = new ArrayList<>();
    int count = 1 + random.nextInt(30);
    for (int tree = 0; tree < count; tree++) {
      List<Tree.Node> nodes = new ArrayList<>();
      grow(nodes, random, random.nextInt(TreeWalker.DEPTH + 1));
      trees.add(new Tree(0, nodes));
    }
    return new TreeEnsemble(COLUMNS, List.of(number(random)), trees, Link.IDENTITY);
  }

  /** A lean tree: one side of each split is a leaf, or splits once more. */
  private static void grow(List<Tree.Node> nodes, SplittableRandom random, int depth) {
    int at = nodes.size();
    nodes.add(new Tree.Leaf(number(random)));
    if (depth == 0) {
      return;
    }
    grow(nodes, random, random.nextInt(3) == 0 ? 0 : depth - 1);
    int right = nodes.size();
    grow(nodes, random, random.nextInt(3) == 0 && depth < 6 ? depth - 1 : 0);
    float threshold = random.nextInt(6) == 0 ? -0f : number(random);
    nodes.set(
        at,
        new Tree.Split(random.nextInt(COLUMNS), threshold, at + 1, right, random.nextBoolean()));
  }

  private static float number(SplittableRandom random) {
    return (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
  }
}
