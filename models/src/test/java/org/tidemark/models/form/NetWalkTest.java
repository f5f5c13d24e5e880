package org.tidemark.models.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A net in plain Java: like its slow twin in every bit, and like PyTorch. */
class NetWalkTest {
  static List<NetShape> shapes() {
    return List.of(
        Nets.TINY,
        new NetShape(1, 1, 1, 1, 1, 1, 1),
        new NetShape(3, 7, 2, 7, 5, 3, 1),
        NetShape.momentum(40, 3));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void equalsItsSlowTwinInEveryBit(NetShape shape) {
    NetForm form = Nets.drawn(shape, 3);
    int count = 19; // two tiles and a part of one
    float[] rows = Nets.rows(shape.columns(), count, 4);
    float[] scores = new NetWalk(form).score(rows, count);
    SlowNet slow = new SlowNet(shape, form.weights());
    for (int row = 0; row < count; row++) {
      double[] z = new double[shape.columns()];
      for (int j = 0; j < z.length; j++) {
        float value = rows[row * z.length + j];
        double x = Float.isNaN(value) ? 0 : (value - form.means()[j]) / form.deviations()[j];
        z[j] = (float) Math.max(-10, Math.min(10, x));
      }
      double[] margins = slow.margins(z);
      float[] expected = new float[margins.length];
      if (margins.length == 1) {
        expected[0] = (float) (1 / (1 + StrictMath.exp(-margins[0])));
      } else {
        double highest = Arrays.stream(margins).max().orElseThrow();
        double sum = 0;
        for (double margin : margins) {
          sum += StrictMath.exp(margin - highest);
        }
        for (int k = 0; k < margins.length; k++) {
          expected[k] = (float) (StrictMath.exp(margins[k] - highest) / sum);
        }
      }
      int width = margins.length;
      assertThat(Arrays.copyOfRange(scores, row * width, (row + 1) * width)).isEqualTo(expected);
    }
  }

  @Test
  void aRowScoresAlikeAloneAndAmongOthers() {
    NetForm form = Nets.drawn(NetShape.momentum(30, 4), 5);
    float[] rows = Nets.rows(30, 21, 6);
    float[] together = new NetWalk(form).score(rows, 21);
    for (int row = 0; row < 21; row++) {
      float[] alone = new NetWalk(form).score(Arrays.copyOfRange(rows, row * 30, row * 30 + 30), 1);
      assertThat(alone).isEqualTo(Arrays.copyOfRange(together, row * 4, row * 4 + 4));
    }
  }

  /** {@code golden/net/torch_net.py} made the file with PyTorch for Python, in float64. */
  @Test
  void equalsPyTorchInPython() throws IOException {
    double[][] golden = golden("probabilities.csv");
    float[] scores =
        new NetWalk(Nets.golden()).score(Nets.goldenRows(golden.length), golden.length);
    for (int i = 0; i < scores.length; i++) {
      assertThat((double) scores[i]).isCloseTo(golden[i / 3][i % 3], within(1e-7));
    }
  }

  /** Numbers of a golden file. */
  static double[][] golden(String name) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                NetWalkTest.class.getResourceAsStream("/golden/net/" + name),
                StandardCharsets.UTF_8))) {
      return in.lines()
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toArray(double[][]::new);
    }
  }

  @Test
  void theNetOfX04HasItsSizes() {
    NetShape shape = NetShape.momentum(100, 3);
    assertThat(shape.steps()).isEqualTo(18);
    assertThat(shape.part("convolution.weight").dimensions()).containsExactly(32, 5, 3);
    assertThat(shape.part("lstm0.input").dimensions()).containsExactly(256, 32);
    assertThat(shape.part("lstm1.input").dimensions()).containsExactly(256, 64);
    assertThat(shape.part("dense.weight").dimensions()).containsExactly(3, 64);
    assertThat(shape.parameters())
        .isEqualTo(5 * 32 * 3 + 32 + 256 * (32 + 64 + 1) + 256 * (64 + 64 + 1) + 3 * 65);
  }

  @Test
  void whatMakesNoNetIsRefused() {
    assertThatThrownBy(() -> NetShape.momentum(42, 3))
        .hasMessageContaining("42 columns are no sequence of 5 channels")
        .hasMessageContaining("use feature set momentum");
    assertThatThrownBy(() -> NetShape.momentum(10, 3))
        .hasMessageContaining("a convolution of 3 time steps needs sequences of at least so many");
    assertThatThrownBy(() -> new NetShape(5, 20, 32, 3, 4_000, 2, 3))
        .hasMessageContaining("above the limit of 4000000");
    NetForm form = Nets.drawn(Nets.TINY, 1);
    float[] weights = form.weights();
    weights[7] = Float.NaN;
    assertThatThrownBy(
            () -> new NetForm(Nets.TINY, form.means(), form.deviations(), weights, Link.SOFTMAX))
        .hasMessageContaining("weight 7 is NaN");
    assertThatThrownBy(
            () ->
                new NetForm(Nets.TINY, form.means(), form.deviations(), new float[3], Link.SOFTMAX))
        .hasMessageContaining("and 3 weights");
  }
}
