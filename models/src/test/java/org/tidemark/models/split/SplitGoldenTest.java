package org.tidemark.models.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.evaluate.GoldenCase;

/**
 * The rows of every fold and path are those of scikit-learn, skfolio and a NumPy form of López de
 * Prado's snippet 7.1; sessions are those of pandas_market_calendars. {@code
 * golden/split/make_splits.py} writes the file.
 */
class SplitGoldenTest {
  @Test
  void everyFoldHasTheRowsOfTheIndependentSplitters() {
    List<GoldenCase> cases = GoldenCase.read("split", "splits.txt");
    assertThat(cases).hasSizeGreaterThan(20);
    cases.forEach(SplitGoldenTest::check);
  }

  private static void check(GoldenCase golden) {
    long unit = (long) golden.number("unit");
    long[] times = Arrays.stream(golden.array("times")).mapToLong(t -> (long) t * unit).toArray();
    long[] ends = Arrays.stream(golden.array("ends")).mapToLong(t -> (long) t * unit).toArray();
    List<Split> splits = Splitter.parse(golden.name()).split(SortedRowTimes.of(times, ends));
    BacktestPaths paths = BacktestPaths.of(splits);
    assertThat(golden.values()).containsKey("train" + (splits.size() - 1));
    assertThat(golden.values()).doesNotContainKey("train" + splits.size());
    for (Split split : splits) {
      String fold = golden.name() + " fold " + split.fold();
      int[] train = rows(golden, "train", split);
      int[] test = rows(golden, "test", split);
      assertThat(all(times).filter(i -> split.trains(times[i], ends[i])).toArray())
          .as(fold + " train")
          .isEqualTo(train);
      assertThat(all(times).filter(i -> split.tests(times[i])).toArray())
          .as(fold + " test")
          .isEqualTo(test);
      if (paths.count() > 1) {
        assertThat(Arrays.stream(test).map(i -> paths.pathOf(split.fold(), times[i])).toArray())
            .as(fold + " paths")
            .isEqualTo(rows(golden, "path", split));
      }
    }
  }

  private static IntStream all(long[] times) {
    return IntStream.range(0, times.length);
  }

  private static int[] rows(GoldenCase golden, String key, Split split) {
    return Arrays.stream(golden.array(key + split.fold())).mapToInt(v -> (int) v).toArray();
  }
}
