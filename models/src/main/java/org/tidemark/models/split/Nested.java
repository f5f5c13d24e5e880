package org.tidemark.models.split;

import java.util.ArrayList;
import java.util.List;

/**
 * Nested validation: settings are tuned on folds inside the training rows of each outer fold, and
 * what was chosen there is tested on the outer test, which tuning has never seen.
 *
 * @param outer makes the folds that are tested
 * @param inner cuts the training rows of each of them, as if there were no others
 */
public record Nested(Splitter outer, Splitter inner) implements Splitter {
  static final String KIND = "nested";
  static final String EXAMPLE =
      "nested:outer=[anchored:folds=4,train=0.4,embargo=PT1H],inner=[kfold:folds=3,embargo=PT1H]";

  /**
   * One outer fold with the folds inside it.
   *
   * @param outer the fold that is tested
   * @param inner folds of the rows that the outer one trains on, and of no others
   */
  public record Nest(Split outer, List<Split> inner) {
    public Nest {
      inner = List.copyOf(inner);
    }

    /** Whether an inner fold learns from a row. */
    public boolean trains(Split fold, long eventTimeNanos, long spanEndNanos) {
      return outer.trains(eventTimeNanos, spanEndNanos)
          && fold.trains(eventTimeNanos, spanEndNanos);
    }

    /** Whether an inner fold scores a row: one that the outer fold may learn from. */
    public boolean tests(Split fold, long eventTimeNanos, long spanEndNanos) {
      return outer.trains(eventTimeNanos, spanEndNanos) && fold.tests(eventTimeNanos);
    }

    /** {@link #trains} as a SQL predicate over bigint nanosecond columns. */
    public String trainPredicateSql(Split fold, String timeColumn, String spanEndColumn) {
      return outer.trainPredicateSql(timeColumn, spanEndColumn)
          + " AND "
          + fold.trainPredicateSql(timeColumn, spanEndColumn);
    }

    /** {@link #tests} as a SQL predicate over bigint nanosecond columns. */
    public String testPredicateSql(Split fold, String timeColumn, String spanEndColumn) {
      return outer.trainPredicateSql(timeColumn, spanEndColumn)
          + " AND "
          + fold.testPredicateSql(timeColumn);
    }
  }

  public Nested {
    if (outer instanceof Nested || inner instanceof Nested) {
      throw new IllegalArgumentException(
          "a nested split must have plain splits outside and inside; nest once only");
    }
  }

  @Override
  public String id() {
    return KIND + ":outer=[" + outer.id() + "],inner=[" + inner.id() + "]";
  }

  static Nested parse(SplitText text) {
    text.only("outer", "inner");
    return new Nested(
        Splitter.parse(text.required("outer")), Splitter.parse(text.required("inner")));
  }

  @Override
  public boolean trainsOnThePastOnly() {
    return outer.trainsOnThePastOnly();
  }

  /** {@inheritDoc} Those of the outer splitter; {@link #nests} has the inner ones with them. */
  @Override
  public List<Split> split(RowTimes rows) {
    return outer.split(rows);
  }

  /**
   * Every outer fold with the folds inside it.
   *
   * @throws IllegalArgumentException if the rows of an outer fold cannot be split again; it names
   *     the fold
   */
  public List<Nest> nests(RowTimes rows) {
    List<Nest> nests = new ArrayList<>();
    for (Split fold : outer.split(rows)) {
      try {
        nests.add(new Nest(fold, inner.split(rows.trainedBy(fold))));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "inside outer fold "
                + fold.fold()
                + ", which trains on "
                + fold.trainHull().describe()
                + ": "
                + e.getMessage(),
            e);
      }
    }
    return List.copyOf(nests);
  }
}
