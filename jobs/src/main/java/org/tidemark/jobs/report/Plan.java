package org.tidemark.jobs.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A validation before it runs.
 *
 * @param split the setting that makes the folds
 * @param rows labelled rows; 0 where none were counted because the plan is for dates alone
 * @param first event time of the first row
 * @param last event time of the last row
 * @param horizon longest time from a row to the end of its label span
 * @param folds in order of their numbers, with the folds inside them
 * @param paths per backtest path, the fold that scores each test window in order of time
 * @param execution per learner, where and how often it is fitted; nothing for dates alone
 * @param problem why validation would refuse it, if it would
 */
public record Plan(
    String split,
    long rows,
    Instant first,
    Instant last,
    Duration horizon,
    List<Nest> folds,
    List<List<Integer>> paths,
    List<String> execution,
    Optional<String> problem) {
  /**
   * One fold.
   *
   * @param inner the folds that tuning uses inside of it; none unless the split is nested
   */
  public record Nest(Fold fold, List<Fold> inner) {
    public Nest {
      inner = List.copyOf(inner);
    }
  }

  /**
   * One row of the picture.
   *
   * @param name the fold's number, {@code 2.1} for the second one inside fold 2
   */
  public record Line(String name, Fold fold) {}

  public Plan {
    folds = List.copyOf(folds);
    paths = paths.stream().map(List::copyOf).toList();
    execution = List.copyOf(execution);
  }

  /** Every fold, each followed by those inside of it. */
  public List<Line> lines() {
    return folds.stream()
        .flatMap(
            nest ->
                Stream.concat(
                    Stream.of(new Line("" + nest.fold().number(), nest.fold())),
                    nest.inner().stream()
                        .map(
                            inner -> new Line(nest.fold().number() + "." + inner.number(), inner))))
        .toList();
  }

  /** Whether row counts are known. */
  public boolean isCounted() {
    return rows > 0;
  }
}
