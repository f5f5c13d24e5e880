package org.tidemark.models.weight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** What holds for every product of factors on random rows. */
class SampleWeightsLawsTest {
  private static final List<String> IDS =
      List.of(
          "even",
          "uniqueness",
          "uniqueness:across",
          "decay:0.3",
          "decay:-0.4:across",
          "balance",
          "uniqueness*decay:0.5*balance",
          "uniqueness:across*decay:0*balance");

  private static LabelledRows rows(SplittableRandom random, int count, int instruments) {
    int[] instrument = new int[count];
    long[] at = new long[count];
    long[] end = new long[count];
    float[] label = new float[count];
    long origin = random.nextLong(-1_000_000_000_000_000L, 1_500_000_000_000_000_000L);
    for (int i = 0; i < count; i++) {
      instrument[i] = random.nextInt(instruments);
      at[i] = origin + random.nextInt(200);
      end[i] = at[i] + random.nextInt(1, 40);
      label[i] = random.nextInt(3);
    }
    return new LabelledRows(instrument, at, end, label, 3);
  }

  private static LabelledRows pick(LabelledRows rows, int[] order) {
    float[] labels = new float[order.length];
    for (int i = 0; i < order.length; i++) {
      labels[i] = rows.labels()[order[i]];
    }
    return new LabelledRows(
        Arrays.stream(order).map(i -> rows.instruments()[i]).toArray(),
        Arrays.stream(order).mapToLong(i -> rows.eventTimeNanos()[i]).toArray(),
        Arrays.stream(order).mapToLong(i -> rows.spanEndNanos()[i]).toArray(),
        labels,
        rows.classes());
  }

  @Test
  void everyFactorIsUnderTheseLaws() {
    Set<Class<?>> kinds = new HashSet<>();
    for (String id : IDS) {
      SampleWeights.parse(id).factors().forEach(factor -> kinds.add(factor.getClass()));
    }
    assertThat(kinds).isEqualTo(Set.of(Factor.class.getPermittedSubclasses()));
  }

  @Test
  void weightsHaveMeanOneAndAreNotNegative() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          LabelledRows rows = rows(random, random.nextInt(1, 200), 3);
          for (String id : IDS) {
            double[] weights = SampleWeights.parse(id).of(rows);
            assertThat(Arrays.stream(weights).min().orElseThrow()).as(id).isNotNegative();
            assertThat(Arrays.stream(weights).average().orElseThrow())
                .as(id)
                .isCloseTo(1, within(1e-12));
          }
        });
  }

  /** A row's weight, to the bit, is its own whatever the order of rows and factors. */
  @Test
  void orderDoesNotMatter() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          LabelledRows rows = rows(random, 100, 3);
          Integer[] shuffled = IntStream.range(0, 100).boxed().toArray(Integer[]::new);
          long[] keys = random.longs(100).toArray();
          Arrays.sort(shuffled, (a, b) -> Long.compare(keys[a], keys[b]));
          int[] order = Arrays.stream(shuffled).mapToInt(i -> i).toArray();
          for (String id : IDS) {
            double[] weights = SampleWeights.parse(id).of(rows);
            double[] moved = SampleWeights.parse(id).of(pick(rows, order));
            for (int i = 0; i < order.length; i++) {
              assertThat(moved[i]).as(id).isEqualTo(weights[order[i]]);
            }
            List<String> words = new ArrayList<>(List.of(id.split("\\*")));
            Collections.reverse(words);
            assertThat(SampleWeights.parse(String.join("*", words)).of(rows)).isEqualTo(weights);
          }
        });
  }

  /** Uniqueness by looking, for each unit of time, at every row. */
  @Test
  void uniquenessEqualsTheSlowObviousTwin() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          LabelledRows rows = rows(random, 60, 3);
          for (Scope scope : Scope.values()) {
            double[] fast = Concurrency.uniqueness(rows, scope);
            for (int i = 0; i < rows.rows(); i++) {
              assertThat(fast[i]).isCloseTo(slow(rows, i, scope), within(1e-9));
            }
          }
        });
  }

  private static double slow(LabelledRows rows, int row, Scope scope) {
    double sum = 0;
    for (long t = rows.eventTimeNanos()[row] + 1; t <= rows.spanEndNanos()[row]; t++) {
      int open = 0;
      for (int k = 0; k < rows.rows(); k++) {
        boolean mine = scope == Scope.ACROSS || rows.instruments()[k] == rows.instruments()[row];
        open += mine && rows.eventTimeNanos()[k] < t && t <= rows.spanEndNanos()[k] ? 1 : 0;
      }
      sum += 1.0 / open;
    }
    return sum / (rows.spanEndNanos()[row] - rows.eventTimeNanos()[row]);
  }

  @Test
  void instrumentsAreIsolatedUnlessAskedAcross() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          LabelledRows rows = rows(random, 80, 2);
          int[] first = IntStream.range(0, 80).filter(i -> rows.instruments()[i] == 0).toArray();
          double[] alone = Concurrency.uniqueness(pick(rows, first), Scope.INSTRUMENT);
          double[] together = Concurrency.uniqueness(rows, Scope.INSTRUMENT);
          double[] across = Concurrency.uniqueness(rows, Scope.ACROSS);
          for (int i = 0; i < first.length; i++) {
            assertThat(together[first[i]]).isEqualTo(alone[i]);
            assertThat(across[first[i]]).isLessThanOrEqualTo(alone[i] + 1e-12);
          }
        });
  }

  @Test
  void newerRowsNeverCountLessByDecay() {
    Seeds.forEach(
        20,
        (seed, random) -> {
          LabelledRows rows = rows(random, 80, 2);
          double[] weights = SampleWeights.parse("decay:-0.2").of(rows);
          for (int i = 0; i < 80; i++) {
            for (int k = 0; k < 80; k++) {
              if (rows.eventTimeNanos()[i] <= rows.eventTimeNanos()[k]) {
                assertThat(weights[i]).isLessThanOrEqualTo(weights[k]);
              }
            }
          }
        });
  }
}
