package org.tidemark.models.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.models.onnx.RefusedModelException;

class OnnxScorerTest {
  private static final TrainingSet ROWS = Samples.of(new Target.MultiClass(3), 2_000, 5, 1);
  private static final OnnxArtifact FILE = file(1);

  @Test
  void batchesOfAnySizeGiveTheSameBits() {
    try (OnnxScorer scorer = OnnxScorer.open(FILE.bytes(), expected(FILE))) {
      float[] whole = scorer.score(ROWS.features(), ROWS.rows());
      for (int size : new int[] {1, 3, 64, 1_999, 1}) {
        for (int from = 0; from + size <= ROWS.rows(); from += Math.max(size, 50)) {
          float[] part = Arrays.copyOfRange(ROWS.features(), from * 5, (from + size) * 5);
          float[] out = new float[size * 3 + 1];
          scorer.score(part, size, out);
          assertThat(Arrays.copyOf(out, size * 3))
              .isEqualTo(Arrays.copyOfRange(whole, from * 3, (from + size) * 3));
          assertThat(out[size * 3]).isZero();
        }
      }
      scorer.score(new float[0], 0, new float[0]);
    }
  }

  @Test
  void manyThreadsShareOneSession() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (OnnxScorer scorer = OnnxScorer.open(FILE.bytes(), expected(FILE))) {
      float[] whole = scorer.score(ROWS.features(), ROWS.rows());
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int first = thread;
        running.add(
            threads.submit(
                () -> {
                  float[] out = new float[3 * 50];
                  for (int from = first; from < 1_900; from += 8) {
                    int n = 1 + from % 50;
                    scorer.score(
                        Arrays.copyOfRange(ROWS.features(), from * 5, (from + n) * 5), n, out);
                    assertThat(Arrays.copyOf(out, 3 * n))
                        .isEqualTo(Arrays.copyOfRange(whole, from * 3, (from + n) * 3));
                  }
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trees", "linear"})
  void closingWaitsForCallsUnderWay(String form) throws Exception {
    OnnxArtifact file =
        form.equals("trees")
            ? FILE
            : OnnxExport.of(LinearSamples.of(new Target.MultiClass(3), 5, 1), Map.of());
    OnnxScorer scorer = OnnxScorer.open(file.bytes(), expected(file));
    assertThat(scorer.walks()).isEqualTo(form.equals("trees"));
    AtomicInteger scored = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < 4; thread++) {
      running.add(
          threads.submit(
              () -> {
                while (true) {
                  try {
                    scorer.score(ROWS.features(), ROWS.rows());
                    scored.incrementAndGet();
                  } catch (IllegalStateException closed) {
                    return;
                  }
                }
              }));
    }
    while (scored.get() < 20) {
      Thread.onSpinWait();
    }
    scorer.close();
    scorer.close();
    for (Future<?> each : running) {
      each.get();
    }
    threads.shutdown();
    assertThatThrownBy(() -> scorer.score(ROWS.features(), 1)).hasMessageContaining("is closed");
  }

  @Test
  void refusesArraysThatAreTooShort() {
    try (OnnxScorer scorer = OnnxScorer.open(FILE.bytes(), expected(FILE))) {
      assertThatThrownBy(() -> scorer.score(new float[9], 2, new float[6]))
          .hasMessageContaining("10 values")
          .hasMessageContaining("9 and 6 came");
      assertThatThrownBy(() -> scorer.score(new float[10], 2, new float[5]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> scorer.score(new float[10], -1, new float[5]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void theCacheOpensEachFileOnceAndClosesTheOldest() {
    OnnxArtifact other = file(2);
    ScorerCache cache = new ScorerCache(LoadGuard.standard(), 1);
    ScorerCache.Lease first = cache.acquire(FILE.bytes(), expected(FILE));
    ScorerCache.Lease again = cache.acquire(FILE.bytes(), expected(FILE));
    assertThat(again.scorer()).isSameAs(first.scorer());
    assertThat(cache.open()).isEqualTo(1);

    first.close();
    first.close();
    again.scorer().score(ROWS.features(), 3);
    OnnxScorer kept = again.scorer();
    again.close();
    assertThatThrownBy(again::scorer).hasMessageContaining("ended");
    ScorerCache.Lease back = cache.acquire(FILE.bytes(), expected(FILE));
    assertThat(back.scorer()).isSameAs(kept);
    back.close();

    cache.acquire(other.bytes(), expected(other)).close();
    assertThat(cache.open()).isEqualTo(1);
    assertThatThrownBy(() -> kept.score(ROWS.features(), 1)).hasMessageContaining("is closed");
  }

  @Test
  void theCacheAsksForTheFeatureSetEachTime() {
    ScorerCache cache = new ScorerCache(LoadGuard.standard(), 1);
    LoadGuard.Expected wrong = new LoadGuard.Expected(FILE.sha256(), "0".repeat(64));
    try (ScorerCache.Lease lease = cache.acquire(FILE.bytes(), expected(FILE))) {
      assertThatThrownBy(() -> cache.acquire(FILE.bytes(), wrong))
          .isInstanceOf(RefusedModelException.class);
      lease.scorer().score(ROWS.features(), 1);
    }
    assertThatThrownBy(() -> cache.acquire(FILE.bytes(), wrong))
        .isInstanceOf(RefusedModelException.class);
    assertThat(cache.open()).isEqualTo(1);
  }

  private static OnnxArtifact file(long seed) {
    XgboostLearner learner = new XgboostLearner(XgboostParameters.standard().withTrees(20, 4, 0.3));
    return OnnxExport.of(
        learner.fit(Samples.of(new Target.MultiClass(3), 2_000, 5, seed), seed), Map.of());
  }

  private static LoadGuard.Expected expected(OnnxArtifact file) {
    return new LoadGuard.Expected(file.sha256(), file.featureSetHash());
  }
}
