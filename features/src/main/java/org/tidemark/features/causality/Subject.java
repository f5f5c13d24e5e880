package org.tidemark.features.causality;

import java.util.List;

/**
 * Anything that turns input into rows with a point in time: a feature set, a labeler, a SQL query,
 * a transformer. The detector knows nothing else about it.
 *
 * @param <E> what its input is made of
 */
public interface Subject<E> {
  /** For people, for example {@code bars40}. */
  String name();

  /** Names of the values of a row, in order. */
  List<String> outputs();

  /**
   * Relative difference that still counts as the same value. Zero means bit for bit; an engine that
   * may add up in another order needs a little more.
   */
  double tolerance();

  /**
   * The rows that follow from the input, in any order.
   *
   * @param log in the order of arrival
   * @param asOfNanos reading of the clock: a span that ends by then is over, even when no later
   *     fact says so
   */
  List<Answer> answer(List<Fact<E>> log, long asOfNanos);
}
