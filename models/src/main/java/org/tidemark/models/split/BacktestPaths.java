package org.tidemark.models.split;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The backtests that a set of folds holds: ways through all test windows in which each is tested
 * once. The j-th fold that tests a window, in order of the folds, belongs to path j of that window.
 * Walk-forward and k-fold test every window once and so have one path; combinatorial
 * cross-validation has C(N - 1, k - 1). Source of the order: López de Prado (2018), figure 12.1.
 */
public final class BacktestPaths {
  private final List<Window> windows;
  private final List<List<Integer>> folds; // of each window, path by path

  private BacktestPaths(List<Window> windows, List<List<Integer>> folds) {
    this.windows = windows;
    this.folds = folds;
  }

  /**
   * The paths of all folds of a split.
   *
   * @throws IllegalArgumentException if windows overlap or some are tested more often than others
   */
  public static BacktestPaths of(List<Split> splits) {
    Map<Window, List<Integer>> tested =
        new TreeMap<>(
            Comparator.comparingLong(Window::fromNanos).thenComparingLong(Window::toNanos));
    for (Split split : splits.stream().sorted(Comparator.comparingInt(Split::fold)).toList()) {
      for (TestWindow test : split.testing()) {
        tested.computeIfAbsent(test.window(), w -> new ArrayList<>()).add(split.fold());
      }
    }
    List<Window> windows = List.copyOf(tested.keySet());
    List<List<Integer>> folds = tested.values().stream().map(List::copyOf).toList();
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("there are no folds, so no path; split first");
    }
    for (int i = 1; i < windows.size(); i++) {
      if (windows.get(i).fromNanos() < windows.get(i - 1).toNanos()
          || folds.get(i).size() != folds.get(0).size()) {
        throw new IllegalArgumentException(
            "the test windows "
                + windows.get(i - 1).describe()
                + " and "
                + windows.get(i).describe()
                + " overlap or are tested "
                + folds.get(i - 1).size()
                + " and "
                + folds.get(i).size()
                + " times; give all folds of one split");
      }
    }
    return new BacktestPaths(windows, folds);
  }

  /** Number of paths. */
  public int count() {
    return folds.get(0).size();
  }

  /**
   * The path, from 0, to which a fold's score of a row belongs.
   *
   * @throws IllegalArgumentException if the fold does not test that instant
   */
  public int pathOf(int fold, long eventTimeNanos) {
    int low = 0;
    int high = windows.size();
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (windows.get(middle).fromNanos() <= eventTimeNanos) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int path = windows.get(low).contains(eventTimeNanos) ? folds.get(low).indexOf(fold) : -1;
    if (path < 0) {
      throw new IllegalArgumentException(
          "fold "
              + fold
              + " does not test "
              + Window.instant(eventTimeNanos)
              + "; ask for a row that it has scored");
    }
    return path;
  }

  /** The fold whose scores a path takes in each window, in order of time. */
  public List<Integer> foldsOf(int path) {
    return folds.stream().map(f -> f.get(path)).toList();
  }

  /**
   * The scores of one path as a SQL predicate over the fold number and a bigint nanosecond column;
   * true where there is but one.
   */
  public String predicateSql(int path, String foldColumn, String timeColumn) {
    if (count() == 1) {
      return "true";
    }
    List<String> cases = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      cases.add(
          SplitSql.column(foldColumn)
              + " = "
              + folds.get(i).get(path)
              + " AND "
              + SplitSql.within(timeColumn, windows.get(i)));
    }
    return SplitSql.any(cases);
  }
}
