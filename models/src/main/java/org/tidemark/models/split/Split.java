package org.tidemark.models.split;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One fold: which rows train and which rows test, decided for each row by its times alone.
 *
 * <p>A row is its event time and the end of its label span, the last instant whose price its label
 * uses. The span is open at its event time and closed at its end, as a return is; spans that only
 * touch share no price move. Around every test window stands an embargo on both sides:
 *
 * <ul>
 *   <li>before it, a row trains when its whole label span ends before the embargo, {@code spanEnd
 *       <= test.from - embargo};
 *   <li>after it, a row trains when it begins after the last label of the test and the embargo,
 *       {@code eventTime >= shadowEnd + embargo}.
 * </ul>
 *
 * <p>So neither a label that reaches into a test or is reached by one (purge) nor one that stands
 * in the gap beside it (embargo) is learned. Source: López de Prado, Advances in Financial Machine
 * Learning (2018), chapter 7. He sets the embargo after the test only; in walk-forward no training
 * row follows the test, so ours stands in front too.
 *
 * @param fold number of the fold, from 0
 * @param training what may train, in order of time, at least one window
 * @param testing what is tested, in order of time, at least one window; windows that touch are the
 *     blocks that the split is made of
 * @param embargoNanos length of the gap between training label spans and tests, 0 or more
 */
public record Split(
    int fold, List<TrainWindow> training, List<TestWindow> testing, long embargoNanos)
    implements Serializable {

  public Split {
    training = List.copyOf(training);
    testing = List.copyOf(testing);
    if (fold < 0) {
      throw new IllegalArgumentException("fold = " + fold + " must be 0 or more");
    }
    if (embargoNanos < 0) {
      throw new IllegalArgumentException("embargo = " + embargoNanos + " ns must be 0 or more");
    }
    inOrder(fold, "training", training.stream().map(TrainWindow::window).toList());
    inOrder(fold, "test", testing.stream().map(TestWindow::window).toList());
    for (TrainWindow train : training) {
      for (TestWindow test : testing) {
        apart(fold, train, test, embargoNanos);
      }
    }
  }

  /** A fold that trains on one window and tests one that follows it. */
  public Split(int fold, Window train, Window test, long embargoNanos) {
    this(
        fold,
        List.of(
            new TrainWindow(
                train,
                Math.max(train.toNanos(), Math.subtractExact(test.fromNanos(), embargoNanos)))),
        List.of(TestWindow.last(test)),
        embargoNanos);
  }

  private static void inOrder(int fold, String what, List<Window> windows) {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException(
          "fold " + fold + " has no " + what + " window; give it one at least");
    }
    for (int i = 1; i < windows.size(); i++) {
      if (windows.get(i).fromNanos() < windows.get(i - 1).toNanos()) {
        throw new IllegalArgumentException(
            "fold "
                + fold
                + ": "
                + what
                + " window "
                + windows.get(i).describe()
                + " begins before the one in front of it ends; give them in order of time");
      }
    }
  }

  private static void apart(int fold, TrainWindow train, TestWindow test, long embargo) {
    long limit = Math.subtractExact(test.window().fromNanos(), embargo);
    boolean before = train.window().toNanos() <= limit && train.spanLimitNanos() <= limit;
    boolean after =
        train.window().fromNanos() >= test.window().toNanos()
            && train.window().fromNanos() >= Math.addExact(test.shadowEndNanos(), embargo);
    if (!before && !after) {
      boolean early = train.window().fromNanos() < test.window().fromNanos();
      throw new IllegalArgumentException(
          "fold "
              + fold
              + (early
                  ? " trains until "
                      + train.window().toNanos()
                      + " but its test begins at "
                      + test.window().fromNanos()
                  : " trains from "
                      + train.window().fromNanos()
                      + " but the labels of its test end at "
                      + test.shadowEndNanos())
              + " with an embargo of "
              + embargo
              + " ns; "
              + (early ? "end the training window earlier" : "begin the training window later"));
    }
  }

  /** From the first training window to the last. */
  public Window trainHull() {
    return hull(training.stream().map(TrainWindow::window).toList());
  }

  /** From the first test window to the last. */
  public Window testHull() {
    return hull(testing.stream().map(TestWindow::window).toList());
  }

  private static Window hull(List<Window> windows) {
    return new Window(windows.get(0).fromNanos(), windows.get(windows.size() - 1).toNanos());
  }

  /** Whether a row with this event time and label span end is learned from. */
  public boolean trains(long eventTimeNanos, long spanEndNanos) {
    // Asked for every row of every fit: a stream would cost more than the answer.
    for (TrainWindow window : training) {
      if (window.trains(eventTimeNanos, spanEndNanos)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a row is left out of training only for the labels: its own reaches too far into a test,
   * or it begins before the last label of a test in front of it has ended.
   */
  public boolean purges(long eventTimeNanos, long spanEndNanos) {
    return training.stream().anyMatch(w -> w.purges(eventTimeNanos, spanEndNanos))
        || shadows().stream().anyMatch(w -> w.contains(eventTimeNanos));
  }

  /** Whether a row with this event time is scored in this fold. */
  public boolean tests(long eventTimeNanos) {
    for (TestWindow test : testing) {
      if (test.window().contains(eventTimeNanos)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The stretches after the tests, and outside of them, in which labels of the tests have not yet
   * ended. In order of time; none in walk-forward.
   */
  public List<Window> shadows() {
    List<Window> shadows = new ArrayList<>();
    long until = Long.MIN_VALUE;
    for (int i = 0; i < testing.size(); i++) {
      until = Math.max(until, testing.get(i).shadowEndNanos());
      long from = testing.get(i).window().toNanos();
      long to =
          i + 1 < testing.size() ? Math.min(until, testing.get(i + 1).window().fromNanos()) : until;
      if (from < to) {
        shadows.add(new Window(from, to));
      }
    }
    return shadows;
  }

  /**
   * {@link #trains} as a SQL predicate over bigint nanosecond columns; a row without a label (null
   * span end) is not taken.
   */
  public String trainPredicateSql(String timeColumn, String spanEndColumn) {
    return SplitSql.any(
        training.stream()
            .map(
                w ->
                    SplitSql.within(timeColumn, w.window())
                        + " AND "
                        + SplitSql.column(spanEndColumn)
                        + " <= "
                        + w.spanLimitNanos())
            .toList());
  }

  /** {@link #purges} as a SQL predicate over bigint nanosecond columns. */
  public String purgePredicateSql(String timeColumn, String spanEndColumn) {
    List<String> cases = new ArrayList<>();
    for (TrainWindow w : training) {
      if (w.spanLimitNanos() != TrainWindow.UNLIMITED) {
        cases.add(
            SplitSql.within(timeColumn, w.window())
                + " AND "
                + SplitSql.column(spanEndColumn)
                + " > "
                + w.spanLimitNanos());
      }
    }
    shadows().forEach(w -> cases.add(SplitSql.within(timeColumn, w)));
    return cases.isEmpty() ? "false" : SplitSql.any(cases);
  }

  /** {@link #tests} as a SQL predicate over a bigint nanosecond column. */
  public String testPredicateSql(String timeColumn) {
    List<Window> merged = new ArrayList<>();
    for (TestWindow test : testing) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).toNanos() == test.window().fromNanos()) {
        merged.set(last, new Window(merged.get(last).fromNanos(), test.window().toNanos()));
      } else {
        merged.add(test.window());
      }
    }
    return SplitSql.any(merged.stream().map(w -> SplitSql.within(timeColumn, w)).toList());
  }
}
