package org.tidemark.models.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** K-fold and combinatorial splits against their obvious twin, their counts and their paths. */
class BlockLawsTest {
  private static final long LENGTH = SplitCases.DAY * 200;

  @Test
  void everyRowIsTakenAsTheTwinTakesIt() {
    int[] checked = {0};
    Seeds.forEach(
        200,
        (seed, random) -> {
          List<long[]> rows = SplitCases.rows(random, LENGTH, 40 + random.nextInt(160));
          CombinatorialPurged c = SplitCases.combinatorial(random, LENGTH);
          Splitter splitter =
              random.nextBoolean() ? c : new PurgedKFold(c.groups(), c.embargo(), c.cut());
          int test = splitter instanceof PurgedKFold ? 1 : c.test();
          new SplitCases.Case(splitter, rows, SplitCases.times(rows))
              .splits()
              .ifPresent(
                  splits -> {
                    List<int[]> choices = SlowSplits.choices(c.groups(), test);
                    assertThat(splits).hasSameSizeAs(choices);
                    SlowSplits twin = new SlowSplits(rows);
                    long[] edges = twin.edges(c.cut(), c.groups());
                    for (int i = 0; i < splits.size(); i++) {
                      SlowSplits.Fold fold =
                          twin.fold(edges, choices.get(i), c.embargo().toNanos());
                      boolean[] taken = new boolean[rows.size()];
                      boolean[] tested = new boolean[rows.size()];
                      for (int r = 0; r < rows.size(); r++) {
                        long[] row = rows.get(r);
                        taken[r] = splits.get(i).trains(row[0], row[1]);
                        tested[r] = splits.get(i).tests(row[0]);
                      }
                      assertThat(taken).isEqualTo(fold.trains());
                      assertThat(tested).isEqualTo(fold.tests());
                    }
                    checked[0]++;
                  });
        });
    assertThat(checked[0]).isGreaterThan(Long.getLong("tidemark.seed") == null ? 60 : -1);
  }

  @Test
  void kFoldTestsEveryRowExactlyOnce() {
    Seeds.forEach(
        300,
        (seed, random) -> {
          List<long[]> rows = SplitCases.rows(random, LENGTH, 100);
          PurgedKFold splitter = SplitCases.kFold(random, LENGTH);
          new SplitCases.Case(splitter, rows, SplitCases.times(rows))
              .splits()
              .ifPresent(
                  splits -> {
                    assertThat(splits).hasSize(splitter.folds());
                    assertThat(BacktestPaths.of(splits).count()).isEqualTo(1);
                    for (long[] row : rows) {
                      assertThat(splits.stream().filter(s -> s.tests(row[0])).count()).isEqualTo(1);
                    }
                  });
        });
  }

  @Test
  void everyPathCoversEveryRowOnce() {
    Seeds.forEach(
        150,
        (seed, random) -> {
          List<long[]> rows = SplitCases.rows(random, LENGTH, 60);
          CombinatorialPurged splitter = SplitCases.combinatorial(random, LENGTH);
          new SplitCases.Case(splitter, rows, SplitCases.times(rows))
              .splits()
              .ifPresent(splits -> checkPaths(splitter, splits, rows));
        });
  }

  private static void checkPaths(
      CombinatorialPurged splitter, List<Split> splits, List<long[]> rows) {
    int n = splitter.groups();
    int k = splitter.test();
    assertThat(splits).hasSize(choose(n, k)).hasSize(splitter.folds());
    BacktestPaths paths = BacktestPaths.of(splits);
    assertThat(paths.count()).isEqualTo(choose(n, k) * k / n).isEqualTo(splitter.paths());
    for (long[] row : rows) {
      int[] seen = new int[paths.count()];
      for (Split split : splits) {
        if (split.tests(row[0])) {
          seen[paths.pathOf(split.fold(), row[0])]++;
        }
        for (int path = 0; path < paths.count(); path++) {
          boolean mine = split.tests(row[0]) && paths.pathOf(split.fold(), row[0]) == path;
          if (split.tests(row[0]) && row == rows.get(0)) {
            assertThat(
                    SqlText.holds(
                        paths.predicateSql(path, "fold", "t"),
                        Map.of("fold", (long) split.fold(), "t", row[0])))
                .isEqualTo(mine);
          }
        }
      }
      assertThat(seen).containsOnly(1);
    }
  }

  private static int choose(int n, int k) {
    return IntStream.rangeClosed(1, k).reduce(1, (all, i) -> all * (n - k + i) / i);
  }
}
