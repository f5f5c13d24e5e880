package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.tidemark.features.causality.FoldCheck.Order;

/** Ways to cut 400 rows into folds, most of them wrong. Rows are 1 apart, label spans 10 long. */
final class FoldZoo {
  static final int ROWS = 400;
  static final long SPAN = 10;
  static final long EMBARGO = 20;

  private FoldZoo() {}

  /** A way to cut, and the rule that it is held to. */
  record Cut(String name, Order order, List<Fold> folds) {}

  static List<LabelledRow> rows() {
    List<LabelledRow> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(new LabelledRow("X", i, i + SPAN));
    }
    return rows;
  }

  /** Row i has time i; the test of the fold is rows 200 to 299. */
  private static Cut cut(String name, Order order, IntPredicate train) {
    return new Cut(name, order, List.of(fold(0, train, i -> i >= 200 && i < 300)));
  }

  private static Fold fold(int number, IntPredicate train, IntPredicate test) {
    BitSet trains = new BitSet();
    BitSet tests = new BitSet();
    for (int i = 0; i < ROWS; i++) {
      trains.set(i, train.test(i));
      tests.set(i, test.test(i));
    }
    return new Fold(number, trains, tests);
  }

  static List<Cut> leaks() {
    return List.of(
        cut("labels overlap the test: no purge", Order.FORWARD, i -> i < 200),
        cut("purge shorter than the span", Order.FORWARD, i -> i < 200 - EMBARGO - SPAN / 2),
        cut("embargo ignored", Order.FORWARD, i -> i <= 200 - SPAN),
        cut("last training row is the first test row", Order.FORWARD, i -> i == 200 || i < 170),
        cut("training on both sides in walk-forward", Order.FORWARD, i -> i < 170 || i > 350),
        cut("no embargo after the test", Order.EITHER_SIDE, i -> i < 170 || i > 310),
        cut("no purge after the test", Order.EITHER_SIDE, i -> i < 170 || i >= 300),
        new Cut("K-fold, shuffled", Order.EITHER_SIDE, shuffled()));
  }

  static List<Cut> twins() {
    return List.of(
        cut("purged and embargoed", Order.FORWARD, i -> i <= 200 - EMBARGO - SPAN),
        cut("purged on both sides", Order.EITHER_SIDE, i -> i <= 170 || i >= 299 + SPAN + EMBARGO));
  }

  private static List<Fold> shuffled() {
    SplittableRandom random = new SplittableRandom(3);
    int[] group = random.ints(ROWS, 0, 5).toArray();
    List<Fold> folds = new ArrayList<>();
    for (int k = 0; k < 5; k++) {
      int test = k;
      folds.add(fold(k, i -> group[i] != test, i -> group[i] == test));
    }
    return folds;
  }
}
