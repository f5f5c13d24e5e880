package org.tidemark.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.learn.LinearSamples;
import org.tidemark.models.learn.Samples;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.models.score.ScoreException;
import org.tidemark.models.score.ScorerCache;

/** Files that were damaged or forged, against the guard and a model that is serving. */
class BadFilesTest {
  private static final int VARIATIONS = 20;
  private static final int COLUMNS = 4;
  private static final OnnxArtifact TREES =
      OnnxExport.of(
          new XgboostLearner(XgboostParameters.standard().withTrees(3, 3, 0.3))
              .fit(Samples.of(new Target.Binary(), 500, COLUMNS, 1), 1),
          Map.of());
  private static final OnnxArtifact LINEAR =
      OnnxExport.of(LinearSamples.of(new Target.Binary(), COLUMNS, 1), Map.of());
  private static final TrainingSet ROWS = Samples.of(new Target.Binary(), 64, COLUMNS, 9);

  @Test
  void fifteenKindsTimesTwentyAreRefusedAndTheRunningModelStays() {
    ScorerCache cache = new ScorerCache(LoadGuard.standard(), 1);
    Map<String, Integer> refused = new TreeMap<>();
    Set<String> files = new HashSet<>();
    try (ScorerCache.Lease running = cache.acquire(TREES.bytes(), expected(TREES.bytes()))) {
      float[] before = running.scorer().score(ROWS.features(), ROWS.rows());
      for (BadFiles.Bad bad : all()) {
        RefusedModelException problem =
            catchThrowableOfType(
                RefusedModelException.class,
                () -> cache.acquire(bad.bytes(), expected(bad.bytes())));
        assertThat(problem).as("%s was let through", bad.kind()).isNotNull();
        assertThat(bad.reasons()).as(problem.getMessage()).contains(problem.reason());
        assertThat(problem).hasMessageContaining("; ");
        assertThat(running.scorer().score(ROWS.features(), ROWS.rows())).containsExactly(before);
        refused.merge(bad.kind(), 1, Integer::sum);
        files.add(Sha256.of(bad.bytes()));
      }
      assertThat(cache.open()).isEqualTo(1);
    }
    assertThat(refused).hasSize(15).allSatisfy((kind, n) -> assertThat(n).isEqualTo(VARIATIONS));
    assertThat(files).as("variations that differ").hasSizeGreaterThan(200);
  }

  private static List<BadFiles.Bad> all() {
    List<BadFiles.Bad> all = new ArrayList<>();
    List<BadFiles.Maker> kinds = new BadFiles(TREES, LINEAR).kinds();
    for (int kind = 0; kind < kinds.size(); kind++) {
      for (int seed = 0; seed < VARIATIONS; seed++) {
        all.add(kinds.get(kind).make(new SplittableRandom(1_000L * kind + seed)));
      }
    }
    return all;
  }

  /** With the hash of the flipped bytes, as if the registry had been forged as well. */
  @Test
  void aFlippedOrCutFileIsRefusedOrScoresInShape() {
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          int accepted = 0;
          for (OnnxArtifact good : List.of(TREES, LINEAR)) {
            SplittableRandom random = new SplittableRandom(5);
            for (int n = 0; n < 2_000; n++) {
              accepted += survives(good, altered(good.bytes(), random)) ? 1 : 0;
            }
          }
          assertThat(accepted).as("some flips only change a number").isGreaterThan(100);
        });
  }

  private static byte[] altered(byte[] good, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(good, random.nextInt(good.length));
    }
    byte[] file = good.clone();
    file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
    return file;
  }

  private static boolean survives(OnnxArtifact good, byte[] file) {
    CheckedModel checked;
    try {
      checked = LoadGuard.standard().check(file, expected(file));
    } catch (RefusedModelException e) {
      assertThat(e.reason()).isNotNull();
      return false;
    }
    assertThat(checked.artifact().target().width()).isEqualTo(good.target().width());
    try (OnnxScorer scorer = OnnxScorer.open(checked)) {
      float[] scores = scorer.score(ROWS.features(), ROWS.rows());
      assertThat(scores).hasSize(ROWS.rows());
    } catch (ScoreException e) {
      throw new AssertionError("the guard let a file through that the runtime refuses", e);
    }
    return true;
  }

  private static LoadGuard.Expected expected(byte[] file) {
    return new LoadGuard.Expected(Sha256.of(file), Samples.HASH);
  }
}
