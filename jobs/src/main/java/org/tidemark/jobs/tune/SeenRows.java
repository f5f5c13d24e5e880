package org.tidemark.jobs.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.tidemark.models.split.Nested;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;
import org.tidemark.models.split.TestWindow;
import org.tidemark.models.split.TrainWindow;

/**
 * Which rows a study sees, and the folds of them that its trials are scored on.
 *
 * @param folds numbered from 0
 * @param outer the fold whose training rows these are; all rows when empty
 * @param words the same for people; part of what makes a trial a trial
 * @param untouched outer folds whose tests the study has seen nothing of: there its choice may be
 *     judged
 */
record SeenRows(List<Split> folds, Optional<Split> outer, String words, List<Integer> untouched) {
  SeenRows {
    folds = List.copyOf(folds);
    untouched = List.copyOf(untouched);
  }

  /**
   * Cuts the rows.
   *
   * @param outerFold number of the outer fold of a nested split; the last when empty
   */
  static SeenRows of(Splitter splitter, OptionalInt outerFold, RowTimes times) {
    if (!(splitter instanceof Nested nested)) {
      return new SeenRows(
          splitter.split(times),
          Optional.empty(),
          "all labelled rows, by " + splitter.id(),
          List.of());
    }
    List<Split> outers = nested.outer().split(times);
    int number = outerFold.orElse(outers.size() - 1);
    if (number < 0 || number >= outers.size()) {
      throw new IllegalArgumentException(
          "outer fold "
              + number
              + " is not one of 0 to "
              + (outers.size() - 1)
              + " of "
              + nested.outer().id());
    }
    Split outer = outers.get(number);
    return new SeenRows(
        nested.inner().split(times.trainedBy(outer)),
        Optional.of(outer),
        "what fold "
            + number
            + " of "
            + nested.outer().id()
            + " trains on, by "
            + nested.inner().id(),
        outers.stream().filter(fold -> !touches(outer, fold)).map(Split::fold).toList());
  }

  /** Whether a fold learns from a row that another one tests, or from a label that ends there. */
  private static boolean touches(Split learning, Split tested) {
    for (TrainWindow train : learning.training()) {
      for (TestWindow test : tested.testing()) {
        if (train.window().fromNanos() < test.window().toNanos()
            && train.spanLimitNanos() > test.window().fromNanos()) {
          return true;
        }
      }
    }
    return false;
  }

  /** What may and may not be believed of a validation of the best settings. */
  String advice() {
    if (outer.isEmpty()) {
      return "every row up to the date was seen: a validation up to it flatters what is chosen here;"
          + " judge it on later dates, or tune with --inner";
    }
    List<String> folds = new ArrayList<>();
    untouched.forEach(fold -> folds.add(Integer.toString(fold)));
    return "a validation may judge what is chosen here on the tests of outer "
        + (folds.size() == 1 ? "fold " : "folds ")
        + folds.stream().collect(Collectors.joining(", "))
        + " alone; nothing else was untouched";
  }
}
