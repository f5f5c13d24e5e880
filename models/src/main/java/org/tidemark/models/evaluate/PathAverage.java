package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What several backtest paths through the same rows say together: the mean of each metric over the
 * paths that define it. Paths share rows and most of their training, so they are no sample whose
 * spread would tell an error; the interval is the mean of the paths' own intervals, each of which
 * speaks for one path. A mean of paths scatters no more than one of them, so it is on the wide
 * side. One path is returned as it is.
 */
public final class PathAverage {
  private PathAverage() {}

  /**
   * The mean of paths.
   *
   * @param paths metrics of each, all in the same order
   * @return one value per metric; NaN where no path defines it
   */
  public static List<MetricValue> of(List<List<MetricValue>> paths) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("there are no paths to average; evaluate one at least");
    }
    if (paths.size() == 1) {
      return paths.get(0);
    }
    List<MetricValue> means = new ArrayList<>();
    for (int m = 0; m < paths.get(0).size(); m++) {
      int at = m;
      List<MetricValue> values = paths.stream().map(p -> p.get(at)).toList();
      MetricValue first = values.get(0);
      if (values.stream().anyMatch(v -> !v.metric().equals(first.metric()))) {
        throw new IllegalArgumentException(
            "paths have different metrics at " + first.metric() + "; evaluate all in one way");
      }
      means.add(
          new MetricValue(
              first.metric(),
              mean(values, MetricValue::value),
              mean(values, MetricValue::ciLow),
              mean(values, MetricValue::ciHigh),
              first.n()));
    }
    return means;
  }

  private static double mean(List<MetricValue> values, ToDoubleFunction<MetricValue> of) {
    return values.stream().mapToDouble(of).filter(Double::isFinite).average().orElse(Double.NaN);
  }
}
