package org.tidemark.models.weight;

import java.util.Arrays;

/** The factor of {@link Factor.Decay} for every row. */
final class Ageing {
  private Ageing() {}

  static double[] of(LabelledRows rows, Factor.Decay decay) {
    double[] uniqueness = Concurrency.uniqueness(rows, decay.scope());
    Integer[] order = new Integer[rows.rows()];
    Arrays.setAll(order, i -> i);
    // by time; within an instant by uniqueness, so that sums do not depend on the rows' order
    Arrays.sort(
        order,
        (a, b) -> {
          int byTime = Long.compare(rows.eventTimeNanos()[a], rows.eventTimeNanos()[b]);
          return byTime != 0 ? byTime : Double.compare(uniqueness[a], uniqueness[b]);
        });
    double[] learned = new double[order.length]; // through the end of the row's instant
    double sum = 0;
    for (int from = 0, at = 0; at < order.length; at++) {
      sum += uniqueness[order[at]];
      boolean lastOfInstant =
          at + 1 == order.length
              || rows.eventTimeNanos()[order[at + 1]] > rows.eventTimeNanos()[order[at]];
      while (lastOfInstant && from <= at) {
        learned[order[from++]] = sum;
      }
    }
    double whole = sum;
    double last = decay.last();
    return Arrays.stream(learned)
        .map(x -> x == whole ? 0 : 1 - x / whole)
        .map(age -> last >= 0 ? 1 - (1 - last) * age : Math.max(0, 1 - age / (1 + last)))
        .toArray();
  }
}
