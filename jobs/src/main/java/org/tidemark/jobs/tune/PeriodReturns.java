package org.tidemark.jobs.tune;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.tidemark.models.evaluate.Backtest;

/**
 * What trading some test rows gave, period by period.
 *
 * @param endNanos end of each period, nanoseconds since the Unix epoch, increasing
 * @param returns of each period, after cost (0.01 is one percent)
 */
record PeriodReturns(List<Long> endNanos, List<Double> returns) {
  /** Nothing was traded or measured. */
  static final PeriodReturns NONE = new PeriodReturns(List.of(), List.of());

  PeriodReturns {
    endNanos = List.copyOf(endNanos);
    returns = List.copyOf(returns);
    if (endNanos.size() != returns.size()) {
      throw new IllegalArgumentException(
          endNanos.size() + " periods came with " + returns.size() + " returns; give one of each");
    }
    for (int i = 1; i < endNanos.size(); i++) {
      if (endNanos.get(i) <= endNanos.get(i - 1)) {
        throw new IllegalArgumentException(
            "period " + i + " does not end after the one before it; give them in order of time");
      }
    }
  }

  static PeriodReturns of(Backtest backtest) {
    return new PeriodReturns(
        IntStream.range(0, backtest.periods()).mapToObj(i -> backtest.periodEndNanos()[i]).toList(),
        IntStream.range(0, backtest.periods()).mapToObj(i -> backtest.returns()[i]).toList());
  }

  /**
   * Those of several folds one after the other. A period in which one fold ends and the next begins
   * has both returns, compounded in the order given.
   */
  static PeriodReturns joined(Collection<PeriodReturns> folds) {
    Map<Long, Double> all = new TreeMap<>();
    for (PeriodReturns fold : folds) {
      for (int i = 0; i < fold.endNanos.size(); i++) {
        all.merge(fold.endNanos.get(i), fold.returns.get(i), (a, b) -> (1 + a) * (1 + b) - 1);
      }
    }
    return new PeriodReturns(List.copyOf(all.keySet()), new ArrayList<>(all.values()));
  }

  long[] ends() {
    return endNanos.stream().mapToLong(end -> end).toArray();
  }

  double[] values() {
    return returns.stream().mapToDouble(r -> r).toArray();
  }
}
