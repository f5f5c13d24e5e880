package org.tidemark.features.causality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.tidemark.features.statistic.Sorted;

/**
 * Compares the label spans of every training row of a fold with its test rows, pair by pair in
 * effect. A span is open at the row's time and closed at its end, as a return is, so spans that
 * only touch share nothing.
 *
 * @param order what a fold may learn from
 * @param embargoNanos time that must lie between a training span and a test row, on either side
 */
public record FoldCheck(Order order, long embargoNanos) {
  /** What a fold may learn from. */
  public enum Order {
    /** Only what lies before every test row: walk-forward. */
    FORWARD,
    /** Also what comes after the test, as purged and combinatorial cross-validation do. */
    EITHER_SIDE
  }

  public FoldCheck {
    if (embargoNanos < 0) {
      throw new IllegalArgumentException("embargo = " + embargoNanos + " ns must be 0 or more");
    }
  }

  /** One verdict per fold. */
  public List<Verdict> check(String splitter, List<LabelledRow> rows, List<Fold> folds) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Fold fold : folds) {
      verdicts.add(
          new Verdict(
              splitter, "fold " + fold.number(), outcome(rows, fold), fold.train().cardinality()));
    }
    return verdicts;
  }

  private Outcome outcome(List<LabelledRow> rows, Fold fold) {
    if (fold.train().isEmpty() || fold.test().isEmpty()) {
      return new Outcome.Untested(
          "it has no " + (fold.test().isEmpty() ? "test" : "train") + " row");
    }
    LabelledRow[] tests =
        fold.test().stream()
            .mapToObj(rows::get)
            .sorted(Comparator.comparingLong(LabelledRow::timeNanos))
            .toArray(LabelledRow[]::new);
    long[] times = Arrays.stream(tests).mapToLong(LabelledRow::timeNanos).toArray();
    long[] latestEnd = new long[times.length]; // of the test rows up to each
    for (int i = 0; i < times.length; i++) {
      latestEnd[i] = Math.max(i == 0 ? Long.MIN_VALUE : latestEnd[i - 1], tests[i].spanEndNanos());
    }
    return fold.train().stream()
        .mapToObj(rows::get)
        .filter(row -> meets(row, times, latestEnd))
        .min(Comparator.comparingLong(LabelledRow::timeNanos))
        .<Outcome>map(row -> leak(row, times))
        .orElseGet(Outcome.Clean::new);
  }

  /**
   * Whether the span of a training row, widened by the embargo, meets that of any test row: among
   * the tests that begin before it ends, the one that ends last tells.
   */
  private boolean meets(LabelledRow row, long[] times, long[] latestEnd) {
    int before = Sorted.below(times, row.spanEndNanos() + embargoNanos);
    if (before == 0) {
      return false;
    }
    return order == Order.FORWARD || latestEnd[before - 1] > row.timeNanos() - embargoNanos;
  }

  /** The cut is the first test row. */
  private Outcome leak(LabelledRow row, long[] times) {
    return new Outcome.Leak(
        Probe.FOLD,
        row.instrument(),
        row.timeNanos(),
        times[0],
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }
}
