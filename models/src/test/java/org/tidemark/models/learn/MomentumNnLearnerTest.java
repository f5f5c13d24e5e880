package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.TradingRule;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NetShape;
import org.tidemark.models.form.Nets;
import org.tidemark.models.neural.Gradients;
import org.tidemark.models.neural.Pytorch;
import org.tidemark.models.neural.Torch;
import org.tidemark.models.tune.EarlyStopping;

/** Fits of the net: what they learn, keep, repeat, resume and refuse. */
class MomentumNnLearnerTest {
  private static final TradingRule TRADING = new TradingRule(0, 0, Duration.ofDays(1), 365);
  private static final Checkpoints NONE = new Checkpoints.None();
  private static final NetParameters FEW = new NetParameters(3, 64, 0.005);

  @BeforeEach
  void pytorch() {
    Pytorch.need();
  }

  private static MomentumNnLearner all(NetParameters parameters) {
    return new MomentumNnLearner(parameters, new Rounds.All(), NONE);
  }

  private static Rounds watched(String rule) {
    return new Rounds.Watched(EarlyStopping.parse(rule), 0.25, TRADING);
  }

  @Test
  void itLearnsWhatHangsOnTheOrderOfSteps() {
    NetModel model = all(new NetParameters(10, 32, 0.01)).fit(SequenceSamples.of(6, 900, 1), 1);
    TrainingSet fresh = SequenceSamples.of(6, 400, 2);
    float[] scores = model.score(fresh.features(), fresh.rows());
    int right = 0;
    for (int row = 0; row < fresh.rows(); row++) {
      float[] p = Arrays.copyOfRange(scores, 3 * row, 3 * row + 3);
      assertThat((double) p[0] + p[1] + p[2]).isCloseTo(1, within(1e-6));
      int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
      right += best == (int) fresh.labels()[row] ? 1 : 0;
    }
    // Guessing gets a third.
    assertThat(right).isGreaterThan(360);
  }

  @Test
  void theSameRowsAndSeedGiveTheSameBytesAndAnotherSeedOthers() {
    TrainingSet rows = SequenceSamples.of(5, 200, 3);
    byte[] bytes = all(FEW).fit(rows, 7).nativeBytes();
    assertThat(all(FEW).fit(rows, 7).nativeBytes()).isEqualTo(bytes);
    assertThat(all(FEW).fit(rows, 8).nativeBytes()).isNotEqualTo(bytes);
  }

  @Test
  void bytesGiveTheModelBack() {
    TrainingSet rows = SequenceSamples.of(5, 200, 3);
    NetModel model = all(FEW).fit(rows, 7);
    NetModel back =
        all(FEW).load(model.nativeBytes(), rows.featureNames(), Samples.HASH, rows.target());
    assertThat(back.nativeBytes()).isEqualTo(model.nativeBytes());
    assertThat(back.score(rows.features(), 200)).isEqualTo(model.score(rows.features(), 200));
    assertThatThrownBy(
            () ->
                all(FEW)
                    .load(
                        model.nativeBytes(),
                        rows.featureNames(),
                        Samples.HASH,
                        new Target.MultiClass(4)))
        .hasMessageContaining("does not fit 25 names");
    assertThatThrownBy(() -> all(FEW).load(new byte[] {1}, rows.featureNames(), "", rows.target()))
        .hasMessageContaining("not the JSON text of a net");
  }

  /** {@code golden/net/torch_net.py} took the same steps with torch.optim.Adam. */
  @Test
  void itStepsAsPyTorchInPythonDoes() throws IOException {
    NetForm form = Nets.golden();
    float[] rows = Nets.goldenRows(192);
    NetState state = NetState.drawn(form.shape(), 1);
    System.arraycopy(form.weights(), 0, state.weights(), 0, form.weights().length);
    List<Double> losses =
        Files.readAllLines(Path.of(getClass().getResource("/golden/net/losses.csv").getPath()))
            .stream()
            .map(Double::parseDouble)
            .toList();
    float[] gradient = new float[form.weights().length];
    try (Gradients net = Torch.open(form.shape())) {
      for (int step = 0; step < losses.size(); step++) {
        float[] z = new float[32 * 100];
        int[] labels = new int[32];
        float[] weights = new float[32];
        for (int i = 0; i < 32; i++) {
          int row = step * 32 + i;
          for (int j = 0; j < 100; j++) {
            z[i * 100 + j] = form.standardised(j, rows[row * 100 + j]);
          }
          labels[i] = (row * row + row / 3) % 3;
          weights[i] = 0.5f + row % 5 / 4f;
        }
        double loss = net.loss(state.weights(), z, labels, weights, gradient);
        assertThat(loss).as("step " + step).isCloseTo(losses.get(step), within(2e-4));
        state.step(gradient, 0.01);
      }
    }
  }

  @Test
  void aWatchedFitKeepsItsBestEpochAndSaysSo() {
    TrainingSet rows = SequenceSamples.of(5, 600, 4);
    Rounds rounds = watched("patience=2,min_delta=0.0001,monitor=val_log_loss");
    NetParameters many = new NetParameters(40, 32, 0.02);
    NetModel model = new MomentumNnLearner(many, rounds, NONE).fit(rows, 5);
    Growth.Seen seen = (Growth.Seen) model.growth().orElseThrow();
    assertThat(seen.kept()).isBetween(2, 39);
    assertThat(seen.grown()).isEqualTo(seen.kept() + 2);
    assertThat(seen.monitored()).isEqualTo(150);
    // Three rows before the watched ones have labels that reach into them; the last just meets
    // them.
    assertThat(seen.fitted()).isEqualTo(448);

    // The kept epoch is that of a fit on the same rows that ends there.
    TrainingSet fitting = MonitorSplit.of(rows, 0.25).orElseThrow().fitting();
    NetParameters kept = new NetParameters(seen.kept(), 32, 0.02);
    assertThat(all(kept).fit(fitting, 5).nativeBytes()).isEqualTo(model.nativeBytes());
  }

  @Test
  void whereNothingCanBeWatchedEveryEpochIsKept() {
    TrainingSet rows = SequenceSamples.of(5, 40, 4);
    NetModel model = new MomentumNnLearner(FEW, watched("monitor=val_sharpe"), NONE).fit(rows, 5);
    assertThat(model.growth()).isPresent();
    assertThat(model.growth().get()).isInstanceOf(Growth.Unseen.class);
    assertThat(model.nativeBytes()).isEqualTo(all(FEW).fit(rows, 5).nativeBytes());
  }

  @Test
  void aKilledFitGoesOnFromItsCheckpointToTheSameBytes(@TempDir Path folder) throws IOException {
    TrainingSet rows = SequenceSamples.of(5, 300, 6);
    Rounds.Watched watch = (Rounds.Watched) watched("patience=9,min_delta=0,monitor=val_log_loss");
    NetParameters six = new NetParameters(6, 64, 0.005);
    NetShape shape = NetShape.momentum(25, 3);
    CheckpointFile file = CheckpointFile.of(folder.toString(), rows, List.of("a fit"));
    byte[] whole;
    int calls;
    try (Counted net = new Counted(Torch.open(shape), Integer.MAX_VALUE)) {
      whole = bytes(new NetFit(net, shape, six, 9, Optional.empty()).watched(rows, watch));
      calls = net.calls;
    }
    int perEpoch = calls / 6;
    // In the first epoch, between two, and in the last.
    for (int kill : new int[] {2, 2 * perEpoch, calls - 1}) {
      try (Counted net = new Counted(Torch.open(shape), kill)) {
        NetFit fit = new NetFit(net, shape, six, 9, Optional.of(file));
        assertThatThrownBy(() -> fit.watched(rows, watch)).hasMessage("killed");
      }
      assertThat(files(folder)).hasSize(kill < perEpoch ? 0 : 1);
      try (Counted net = new Counted(Torch.open(shape), Integer.MAX_VALUE)) {
        NetFit fit = new NetFit(net, shape, six, 9, Optional.of(file));
        assertThat(bytes(fit.watched(rows, watch))).isEqualTo(whole);
        assertThat(net.calls).isEqualTo(calls - kill / perEpoch * perEpoch);
      }
      assertThat(files(folder)).isEmpty();
    }
  }

  @Test
  void aCheckpointOfAnotherVersionIsNotFound(@TempDir Path folder) {
    TrainingSet rows = SequenceSamples.of(5, 60, 6);
    CheckpointFile now = checkpoint(folder, "0.1.0 (abc)", rows);
    assertThat(checkpoint(folder, "0.1.0 (abc)", rows)).isEqualTo(now);
    assertThat(checkpoint(folder, "0.1.0 (abd)", rows)).isNotEqualTo(now);
    assertThat(Torch.version()).matches("\\d+\\.\\d+.*");
  }

  private static CheckpointFile checkpoint(Path folder, String code, TrainingSet rows) {
    return new MomentumNnLearner(
            FEW, new Rounds.All(), new Checkpoints.Folder(folder.toString(), code))
        .checkpoint(rows, 1)
        .orElseThrow();
  }

  @Test
  void aTornCheckpointIsNotUsed(@TempDir Path folder) throws IOException {
    TrainingSet rows = SequenceSamples.of(5, 60, 6);
    CheckpointFile file = CheckpointFile.of(folder.toString(), rows, List.of());
    assertThat(file.read()).isEmpty();
    file.write(new byte[] {1, 2, 3});
    assertThat(file.read()).contains(new byte[] {1, 2, 3});
    byte[] bytes = Files.readAllBytes(file.path());
    Files.write(file.path(), Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(file.read()).isEmpty();
    assertThat(CheckpointFile.of(folder.toString(), rows, List.of("other")).path())
        .isNotEqualTo(file.path());
    assertThat(CheckpointFile.of(folder.toString(), SequenceSamples.of(5, 60, 7), List.of()).path())
        .isNotEqualTo(file.path());
  }

  @Test
  void rowsThatNoNetCanLearnAreRefused() {
    TrainingSet rows = SequenceSamples.of(5, 50, 6);
    float[] hole = rows.features().clone();
    for (int row = 0; row < 50; row++) {
      hole[row * 25 + 7] = Float.NaN;
    }
    refused(rows, rows.target(), hole, rows.labels(), "column c1_ago_2 has no value in any of 50");
    refused(rows, rows.target(), rows.features(), new float[50], "all 50 rows have label 0");
    refused(
        rows, new Target.Regression(), rows.features(), rows.labels(), "cannot fit a real label");
    TrainingSet narrow = Samples.of(rows.target(), 50, 7, 1);
    assertThatThrownBy(() -> all(FEW).fit(narrow, 1))
        .hasMessageContaining("7 columns are no sequence of 5 channels");
    assertThatThrownBy(() -> all(new NetParameters(1, 4, 1)).fit(huge(rows), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static TrainingSet huge(TrainingSet rows) {
    float[] features = rows.features().clone();
    features[3] = Float.POSITIVE_INFINITY;
    return with(rows, rows.target(), features, rows.labels());
  }

  private static void refused(
      TrainingSet rows, Target target, float[] features, float[] labels, String message) {
    assertThatThrownBy(() -> all(FEW).fit(with(rows, target, features, labels), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  private static TrainingSet with(
      TrainingSet rows, Target target, float[] features, float[] labels) {
    return new TrainingSet(
        rows.featureNames(), Samples.HASH, target, rows.rows(), features, labels, rows.weights());
  }

  private static byte[] bytes(NetFit.Fitted fitted) {
    List<String> names = SequenceSamples.of(5, 1, 1).featureNames();
    return NetModel.of(
            fitted.form(), new Target.MultiClass(3), names, Samples.HASH, fitted.growth())
        .nativeBytes();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  /** PyTorch until a call is its last. */
  private static final class Counted implements Gradients {
    private final Gradients net;
    private final int last;
    private int calls;

    Counted(Gradients net, int last) {
      this.net = net;
      this.last = last;
    }

    @Override
    public double loss(
        float[] weights, float[] rows, int[] labels, float[] shares, float[] gradient) {
      if (calls == last) {
        throw new IllegalStateException("killed");
      }
      calls++;
      return net.loss(weights, rows, labels, shares, gradient);
    }

    @Override
    public float[] probabilities(float[] weights, float[] rows, int count) {
      return net.probabilities(weights, rows, count);
    }

    @Override
    public void close() {
      net.close();
    }
  }
}
