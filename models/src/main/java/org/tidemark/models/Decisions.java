package org.tidemark.models;

import java.util.Arrays;

/**
 * When and on what each row of a training window was decided, and what the market did until the end
 * of its label span: what it takes to trade a model on rows that it is not fitted on.
 *
 * @param eventTimeNanos when each row was decided, never decreasing
 * @param spanEndNanos end of each row's label span, above its event time
 * @param instrument any number that tells the row's instrument from others
 * @param forwardReturns simple return from event time to span end
 */
public record Decisions(
    long[] eventTimeNanos, long[] spanEndNanos, int[] instrument, double[] forwardReturns) {
  public Decisions {
    int rows = eventTimeNanos.length;
    if (spanEndNanos.length != rows || instrument.length != rows || forwardReturns.length != rows) {
      throw new IllegalArgumentException(
          rows
              + " event times came with "
              + spanEndNanos.length
              + " span ends, "
              + instrument.length
              + " instruments and "
              + forwardReturns.length
              + " returns");
    }
    for (int i = 0; i < rows; i++) {
      if (i > 0 && eventTimeNanos[i] < eventTimeNanos[i - 1]) {
        throw new IllegalArgumentException(
            "row " + i + " is earlier than the row before it; sort the window by event time");
      }
      if (spanEndNanos[i] <= eventTimeNanos[i]) {
        throw new IllegalArgumentException("row " + i + ": its label span ends before it begins");
      }
    }
  }

  /** Number of rows. */
  public int rows() {
    return eventTimeNanos.length;
  }

  Decisions only(int[] picked) {
    return new Decisions(
        Arrays.stream(picked).mapToLong(i -> eventTimeNanos[i]).toArray(),
        Arrays.stream(picked).mapToLong(i -> spanEndNanos[i]).toArray(),
        Arrays.stream(picked).map(i -> instrument[i]).toArray(),
        Arrays.stream(picked).mapToDouble(i -> forwardReturns[i]).toArray());
  }
}
