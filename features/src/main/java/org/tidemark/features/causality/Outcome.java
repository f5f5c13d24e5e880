package org.tidemark.features.causality;

import java.util.OptionalDouble;

/** What the detector says about one output. */
public sealed interface Outcome {
  /** Nothing that was tried changed a row that was already due. */
  record Clean() implements Outcome {}

  /**
   * The future is in it.
   *
   * @param probe that found the row
   * @param instrument of the first offending row
   * @param timeNanos stamp of the first offending row; for a fit, of the first row outside its
   *     window
   * @param cutNanos input after this instant was altered, and the row was due by then; for a fold,
   *     its first test row
   * @param with the value given the recorded future; empty when there was no such row, and for
   *     folds and fits
   * @param without the value given another future, empty likewise
   */
  record Leak(
      Probe probe,
      String instrument,
      long timeNanos,
      long cutNanos,
      OptionalDouble with,
      OptionalDouble without)
      implements Outcome {}

  /** Nothing was found because nothing could be: says why. */
  record Untested(String why) implements Outcome {}

  /** {@code clean}, {@code leak} or {@code untested}. */
  default String word() {
    if (this instanceof Leak) {
      return "leak";
    }
    return this instanceof Clean ? "clean" : "untested";
  }
}
