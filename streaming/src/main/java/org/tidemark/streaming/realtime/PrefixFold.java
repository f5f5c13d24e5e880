package org.tidemark.streaming.realtime;

import java.util.function.Consumer;
import org.tidemark.features.state.StateException;

/**
 * A fold over the records of one partition whose state and outputs follow from the records alone:
 * no clock, no randomness, nothing shared.
 *
 * @param <O> what comes out
 */
interface PrefixFold<O> {
  /** Takes the next record; never fails for what it holds. */
  void on(LogRecord record, Consumer<? super O> out);

  /** Everything needed to go on later. */
  byte[] snapshot();

  /**
   * Where folds come from.
   *
   * @param <O> what comes out of them
   */
  interface Maker<O> {
    /** A fold that has seen nothing. */
    PrefixFold<O> start();

    /**
     * Goes on from {@link PrefixFold#snapshot()}.
     *
     * @throws StateException if the bytes are damaged or of another definition
     */
    PrefixFold<O> restore(byte[] snapshot);
  }
}
