package org.tidemark.models.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.CalibratedModel;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.calibrate.PlattScaling;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.form.Blend;
import org.tidemark.models.form.BlendShare;
import org.tidemark.models.form.Combiner;
import org.tidemark.models.learn.LinearModel;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.ParityCertificate;
import org.tidemark.models.onnx.ParityCheck;
import org.tidemark.models.score.OnnxScorer;

/** Ensembles and pipelines against their twins, their bytes read back and their ONNX files. */
class EnsembleParityTest {
  private static final int COLUMNS = 7;
  private static final List<Target> TARGETS =
      List.of(new Target.Binary(), new Target.MultiClass(4), new Target.Regression());

  private static XgboostLearner learner(int trees) {
    return new XgboostLearner(XgboostParameters.standard().withTrees(trees, 4, 0.3));
  }

  private static FormedModel trees(Target target, int seed) {
    return learner(20).fit(Samples.of(target, 2_000, COLUMNS, seed), seed);
  }

  private static List<FormedModel> members(Target target) {
    return List.of(
        trees(target, 1),
        LinearSamples.of(target, COLUMNS, 2),
        LinearSamples.of(target, COLUMNS, 3));
  }

  /** What members say of rows of their kind, as if those were out of fold. */
  private static MemberScores said(List<FormedModel> members, Target target) {
    TrainingSet rows = Samples.of(target, 1_500, COLUMNS, 77);
    return new MemberScores(
        members.stream()
            .map(m -> predictions(rows, m.score(rows.features(), rows.rows())))
            .toList(),
        Optional.of(new RegimeColumn(0, column(rows, 0))));
  }

  private static float[] column(TrainingSet rows, int column) {
    float[] values = new float[rows.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = rows.features()[row * COLUMNS + column];
    }
    return values;
  }

  private static Predictions predictions(TrainingSet rows, float[] scores) {
    int n = rows.rows();
    return new Predictions(
        rows.target(),
        IntStream.range(0, n).mapToLong(i -> i).toArray(),
        IntStream.range(0, n).mapToLong(i -> i + 1).toArray(),
        new int[n],
        IntStream.range(0, n).mapToDouble(i -> rows.labels()[i]).toArray(),
        IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray(),
        new double[n]);
  }

  static Stream<EnsembleModel> ensembles() {
    return TARGETS.stream()
        .flatMap(
            target ->
                Stream.of(CombineMethod.values())
                    .filter(m -> m != CombineMethod.VOTE || !(target instanceof Target.Regression))
                    .map(
                        method -> {
                          List<FormedModel> members = members(target);
                          return new EnsembleModel(members, method.fit(said(members, target)));
                        }));
  }

  private static ParityCertificate certificate(FormedModel model) {
    OnnxArtifact file = OnnxExport.of(model, Map.of("kind", "ensemble"));
    TrainingSet rows = Samples.of(model.target(), 3_000, COLUMNS, 101);
    try (OnnxScorer scorer =
        OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
      return ParityCheck.certify(model, file, scorer, rows.features(), rows.rows());
    }
  }

  @ParameterizedTest
  @MethodSource("ensembles")
  void scoresLikeItsTwinItsFileAndItsBytesReadBack(EnsembleModel model) {
    ParityCertificate certificate = certificate(model);
    assertThat(certificate.holds()).as("%s", certificate).isTrue();
    assertThat(certificate.labelFlips()).isZero();
    int edges = Arrays.stream(model.form().edges()).mapToInt(e -> e.length).sum();
    assertThat(certificate.edges()).isEqualTo(edges);
    int most =
        model.members().stream()
            .mapToInt(m -> Arrays.stream(m.form().edges()).mapToInt(e -> e.length).sum())
            .max()
            .orElseThrow();
    assertThat(edges).isGreaterThan(most);

    TrainingSet rows = Samples.of(model.target(), 300, COLUMNS, 102);
    float[] scores = model.score(rows.features(), rows.rows());
    int outputs = model.target().width();
    for (int row = 0; row < rows.rows(); row++) {
      double[] slow =
          SlowEnsemble.score(
              model, Arrays.copyOfRange(rows.features(), row * COLUMNS, (row + 1) * COLUMNS));
      for (int k = 0; k < outputs; k++) {
        assertThat((double) scores[row * outputs + k]).isCloseTo(slow[k], within(1e-6));
      }
    }
    EnsembleModel read =
        EnsembleModel.load(
            model.nativeBytes(),
            List.of(
                b -> learner(20).load(b, model.featureNames(), Samples.HASH, model.target()),
                b -> LinearModel.of(b, model.target(), model.featureNames(), Samples.HASH),
                b -> LinearModel.of(b, model.target(), model.featureNames(), Samples.HASH)));
    assertThat(read.nativeBytes()).isEqualTo(model.nativeBytes());
    assertThat(read.score(rows.features(), rows.rows())).isEqualTo(scores);
    assertThat(OnnxExport.of(read, Map.of()).sha256())
        .isEqualTo(OnnxExport.of(model, Map.of()).sha256());
    assertThat(model.gain()).hasSize(COLUMNS);
  }

  @Test
  void anEnsembleIsCalibratedAsAnyModel() {
    EnsembleModel model = new EnsembleModel(members(new Target.Binary()), Combiner.equal(3));
    assertThat(certificate(new CalibratedModel(model, new PlattScaling(1.7, -0.2))).holds())
        .isTrue();
  }

  @Test
  void votesThatTieKeepEqualShares() {
    Combiner.Vote vote = new Combiner.Vote(2);
    float[] out = new float[3];
    vote.combine(new float[] {0.9f, 0.1f}, 0, 1, out, 0);
    assertThat(out[0]).isEqualTo(0.5f);
    vote.combine(new float[] {0.5f, 0.5f}, 0, 1, out, 0);
    assertThat(out[0]).isEqualTo(1f);
    vote.combine(new float[] {0.4f, 0.4f, 0.2f, 0, 0.5f, 0.5f}, 0, 3, out, 0);
    assertThat(out).containsExactly(0.5f, 0.5f, 0);
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    FormedModel binary = LinearSamples.of(new Target.Binary(), COLUMNS, 1);
    FormedModel real = LinearSamples.of(new Target.Regression(), COLUMNS, 1);
    assertThatThrownBy(() -> new EnsembleModel(List.of(binary, real), Combiner.equal(2)))
        .hasMessageContaining("same columns and target");
    assertThatThrownBy(() -> new EnsembleModel(List.of(binary), Combiner.equal(2)))
        .hasMessageContaining("a combiner of 2 came with 1 members");
    assertThatThrownBy(() -> new EnsembleModel(List.of(real), new Combiner.Vote(1)))
        .hasMessageContaining("no classes to vote for");
    assertThatThrownBy(() -> new Combiner.Mean(new double[] {0.5, 0.6}))
        .hasMessageContaining("not 1");
    assertThatThrownBy(() -> Combiner.parse("median:1")).hasMessageContaining("must begin with");
    byte[] bytes = new EnsembleModel(List.of(binary), Combiner.equal(1)).nativeBytes();
    assertThatThrownBy(
            () -> EnsembleModel.load(Arrays.copyOf(bytes, bytes.length - 1), List.of(b -> binary)))
        .hasMessageContaining("are left");
    assertThatThrownBy(() -> EnsembleModel.load(bytes, List.of(b -> binary, b -> binary)))
        .hasMessageContaining("hold 1 models where 2");
  }

  @Test
  void baggingDrawsFitsAndTellsItsSpread() {
    for (Target target : TARGETS) {
      BaggedLearner bagging = new BaggedLearner(learner(8), 5, 25);
      TrainingSet rows = Samples.of(target, 1_200, COLUMNS, 5);
      EnsembleModel model = bagging.fit(rows, 9);
      assertThat(bagging.fit(rows, 9).nativeBytes()).isEqualTo(model.nativeBytes());
      assertThat(bagging.fit(rows, 10).nativeBytes()).isNotEqualTo(model.nativeBytes());
      assertThat(
              bagging
                  .load(model.nativeBytes(), model.featureNames(), Samples.HASH, target)
                  .nativeBytes())
          .isEqualTo(model.nativeBytes());
      ParityCertificate certificate = certificate(model);
      assertThat(certificate.holds()).as("%s", certificate).isTrue();
      float[] each = model.memberScores(rows.features(), rows.rows());
      double[] spread = model.spread(rows.features(), rows.rows());
      int width = target.width();
      for (int at = 0; at < 40; at++) {
        int row = at / width;
        int k = at % width;
        double[] own =
            IntStream.range(0, 5).mapToDouble(m -> each[(row * 5 + m) * width + k]).toArray();
        double mean = Arrays.stream(own).average().orElseThrow();
        double variance = Arrays.stream(own).map(v -> (v - mean) * (v - mean)).sum() / 4;
        assertThat(spread[at]).isCloseTo(Math.sqrt(variance), within(1e-7));
      }
      assertThat(Arrays.stream(spread).max().orElseThrow()).isPositive();
    }
  }

  /** The published rule, word by word. */
  private static double published(double vol, double trend, double momentum) {
    if (vol > 0.04) {
      return 0.15;
    } else if (vol < 0.01) {
      return 0.40;
    } else if (Math.abs(trend) > 0.03) {
      return 0.20;
    } else if (Math.abs(momentum) > 1.5) {
      return 0.35;
    }
    return 0.30;
  }

  private static final String RULE =
      "base=1.0*f3;"
          + BlendShare.PUBLISHED
              .replace("vol", "f0")
              .replace("trend", "f1")
              .replace("momentum", "f2");

  /** Rows whose first columns lie about the limits of the rule. */
  private static float[] blendRows(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = Samples.of(new Target.Binary(), rows, COLUMNS, seed).features();
    float[] limits = {0.04f, 0.01f, 0.03f, -0.03f, 1.5f, -1.5f, 0, Float.NaN};
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < 4; j++) {
        float limit = limits[random.nextInt(limits.length)];
        int step = random.nextInt(4);
        x[row * COLUMNS + j] =
            step == 0
                ? limit
                : step == 1
                    ? Math.nextUp(limit)
                    : step == 2 ? Math.nextDown(limit) : (float) (random.nextDouble() * 0.05);
      }
    }
    return x;
  }

  @Test
  void thePublishedBlendIsAppliedInItsOrder() {
    FormedModel model = LinearSamples.of(new Target.Binary(), COLUMNS, 1);
    BlendedModel blended = new BlendedModel(model, Blend.parse(RULE, model.featureNames()));
    int rows = 2_000;
    float[] x = blendRows(rows, 3);
    float[] alone = model.score(x, rows);
    float[] scores = blended.score(x, rows);
    boolean[] seen = new boolean[41];
    for (int row = 0; row < rows; row++) {
      int at = row * COLUMNS;
      double share = published(x[at], x[at + 1], x[at + 2]);
      seen[(int) Math.round(share * 100)] = true;
      float base = x[at + 3];
      double wanted =
          Float.isNaN(base)
              ? alone[row]
              : (1 - share) * Math.min(1, Math.max(0, (double) base)) + share * alone[row];
      assertThat(scores[row]).isEqualTo((float) wanted);
    }
    for (int share : new int[] {15, 20, 30, 35, 40}) {
      assertThat(seen[share]).as("share %d", share).isTrue();
    }
  }

  @Test
  void aWholePipelineIsOneFile() {
    for (Target target : List.of(new Target.Binary(), new Target.Regression())) {
      FormedModel inner = trees(target, 4);
      FormedModel linear = LinearSamples.of(target, COLUMNS, 4);
      SplittableRandom random = new SplittableRandom(8);
      double[] means = random.doubles(COLUMNS, -1, 1).toArray();
      double[] deviations = random.doubles(COLUMNS, 0.5, 2).toArray();
      FormedModel both =
          new EnsembleModel(
              List.of(new NormalisedModel(means, deviations, inner), linear), Combiner.equal(2));
      FormedModel calibrated =
          target instanceof Target.Binary
              ? new CalibratedModel(both, new PlattScaling(1.3, 0.1))
              : both;
      // The weights of the market quality score over six of the columns.
      String base = "base=0.15*f0+0.15*f1+0.15*f2+0.15*f3+0.2*f4+0.2*f5";
      String rule = RULE.replace("base=1.0*f3", base);
      BlendedModel model = new BlendedModel(calibrated, Blend.parse(rule, inner.featureNames()));
      ParityCertificate certificate = certificate(model);
      assertThat(certificate.holds()).as("%s", certificate).isTrue();

      float[] x = blendRows(3_000, 12);
      OnnxArtifact file = OnnxExport.of(model, Map.of());
      try (OnnxScorer scorer =
          OnnxScorer.open(file.bytes(), new LoadGuard.Expected(file.sha256(), Samples.HASH))) {
        float[] got = scorer.score(x, 3_000);
        float[] wanted = model.score(x, 3_000);
        for (int row = 0; row < wanted.length; row++) {
          assertThat(got[row]).isCloseTo(wanted[row], within(1e-6f));
        }
      }
      BlendedModel read = BlendedModel.load(model.nativeBytes(), b -> calibrated);
      assertThat(read.nativeBytes()).isEqualTo(model.nativeBytes());
      assertThat(read.blend().id(model.featureNames()))
          .isEqualTo(model.blend().id(model.featureNames()));
    }
  }

  @Test
  void aNormaliserIsReadBack() {
    FormedModel inner = trees(new Target.Binary(), 4);
    double[] ones = new double[COLUMNS];
    Arrays.fill(ones, 1.5);
    NormalisedModel model = new NormalisedModel(new double[COLUMNS], ones, inner);
    NormalisedModel read = NormalisedModel.load(model.nativeBytes(), b -> inner);
    assertThat(read.nativeBytes()).isEqualTo(model.nativeBytes());
    assertThat(certificate(model).holds()).isTrue();
  }

  @Test
  void badBlendsAreRefused() {
    List<String> names = List.of("a", "b");
    for (String bad :
        new String[] {
          "0.3;a>1:0.2",
          "base=a;x",
          "base=c;0.3",
          "base=a;0.3;a=1:0.2",
          "base=a;0.3;abs(a)<1:0.2",
          "base=a;0.3;abs(a>1:0.2",
          "base=a;1.3",
          "base=a;0.3;a>1:2"
        }) {
      assertThatThrownBy(() -> Blend.parse(bad, names))
          .isInstanceOf(IllegalArgumentException.class);
    }
    FormedModel several = LinearSamples.of(new Target.MultiClass(3), 2, 1);
    assertThatThrownBy(
            () -> new BlendedModel(several, Blend.parse("base=f0;0.3", several.featureNames())))
        .hasMessageContaining("cannot be blended");
  }
}
