package org.tidemark.models.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NetShape;
import org.tidemark.models.form.NetWalk;
import org.tidemark.models.form.Nets;
import org.tidemark.models.form.SlowNet;

/** PyTorch computes what the net in plain Java computes, and its gradient. */
class TorchNetTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void probabilitiesAreThoseOfTheWalk(int outputs) {
    Pytorch.need();
    NetForm form = Nets.drawn(NetShape.momentum(60, outputs), 1);
    float[] rows = Nets.rows(60, 50, 2);
    float[] z = new float[rows.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = form.standardised(i % 60, rows[i]);
    }
    try (Gradients net = Torch.open(form.shape())) {
      float[] theirs = net.probabilities(form.weights(), z, 50);
      assertThat(theirs).hasSize(50 * outputs);
      assertThat(new NetWalk(form).score(rows, 50)).containsExactly(theirs, within(2e-6f));
    }
  }

  @Test
  void gradientsAreThoseOfDifferences() {
    Pytorch.need();
    NetShape shape = Nets.TINY;
    NetForm form = Nets.drawn(shape, 7);
    int n = 9;
    double[] z = new double[n * shape.columns()];
    float[] rows = new float[z.length];
    int[] labels = new int[n];
    float[] shares = new float[n];
    for (int i = 0; i < z.length; i++) {
      rows[i] = (float) StrictMath.sin(3 + 1.3 * i);
      z[i] = rows[i];
    }
    for (int i = 0; i < n; i++) {
      labels[i] = i * i % 3;
      shares[i] = 0.25f + i % 4;
    }
    float[] gradient = new float[shape.parameters()];
    try (Gradients net = Torch.open(shape)) {
      double loss = net.loss(form.weights(), rows, labels, shares, gradient);
      assertThat(loss).isCloseTo(slowLoss(form.weights(), z, labels, shares), within(1e-6));
    }
    for (int i = 0; i < gradient.length; i++) {
      float[] up = form.weights();
      float[] down = form.weights();
      up[i] += 1e-3f;
      down[i] -= 1e-3f;
      double slope =
          (slowLoss(up, z, labels, shares) - slowLoss(down, z, labels, shares))
              / ((double) up[i] - down[i]);
      assertThat((double) gradient[i]).as("weight " + i).isCloseTo(slope, within(2e-6));
    }
  }

  private static double slowLoss(float[] weights, double[] z, int[] labels, float[] shares) {
    SlowNet slow = new SlowNet(Nets.TINY, weights);
    int width = Nets.TINY.columns();
    double sum = 0;
    double total = 0;
    for (int i = 0; i < labels.length; i++) {
      double[] margins = slow.margins(Arrays.copyOfRange(z, i * width, (i + 1) * width));
      double all = Arrays.stream(margins).map(StrictMath::exp).sum();
      sum += shares[i] * (StrictMath.log(all) - margins[labels[i]]);
      total += shares[i];
    }
    return sum / total;
  }

  /** Tasks of an executor share the process. */
  @Test
  void netsSideBySideGetTheBitsOfOneAlone() throws Exception {
    Pytorch.need();
    float[] alone = threeSteps();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<float[]>> fits = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        fits.add(threads.submit(TorchNetTest::threeSteps));
      }
      for (Future<float[]> fit : fits) {
        assertThat(fit.get()).isEqualTo(alone);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static float[] threeSteps() {
    NetForm form = Nets.drawn(NetShape.momentum(100, 3), 1);
    float[] weights = form.weights();
    float[] gradient = new float[weights.length];
    float[] rows = new float[64 * 100];
    int[] labels = new int[64];
    float[] shares = new float[64];
    Arrays.fill(shares, 1);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) StrictMath.cos(0.7 * i);
      labels[i / 100] = i / 100 % 3;
    }
    try (Gradients net = Torch.open(form.shape())) {
      for (int step = 0; step < 3; step++) {
        net.loss(weights, rows, labels, shares, gradient);
        for (int i = 0; i < weights.length; i++) {
          weights[i] -= 0.1f * gradient[i];
        }
      }
    }
    return weights;
  }

  /** Our classes alone, as where dist/neural was not given. */
  @Test
  void withoutPyTorchTheErrorSaysWhereToGetIt() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (Class<?> one : List.of(Torch.class, Nets.class)) {
      urls.add(one.getProtectionDomain().getCodeSource().getLocation());
    }
    try (URLClassLoader bare =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> shape = bare.loadClass(NetShape.class.getName());
      Object tiny = shape.getMethod("momentum", int.class, int.class).invoke(null, 100, 3);
      assertThatThrownBy(
              () ->
                  bare.loadClass(Torch.class.getName()).getMethod("open", shape).invoke(null, tiny))
          .cause()
          .hasMessageContaining("PyTorch is not on the class path")
          .hasMessageContaining("./mvnw -Pneural package");
    }
  }
}
