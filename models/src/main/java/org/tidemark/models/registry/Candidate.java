package org.tidemark.models.registry;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;

/**
 * A model as the gate sees it: a name for people and its overall out-of-sample metrics.
 *
 * @param name for example {@code xgboost v3}
 * @param metrics over all folds
 */
public record Candidate(String name, List<MetricValue> metrics) {
  public Candidate {
    metrics = List.copyOf(metrics);
  }

  /** The metric's value; empty where it is missing or not defined. */
  OptionalDouble value(Metric metric) {
    return find(metric, MetricValue::value);
  }

  /** The lower end of the metric's interval; empty where there is none. */
  OptionalDouble low(Metric metric) {
    return find(metric, MetricValue::ciLow);
  }

  private OptionalDouble find(Metric metric, ToDoubleFunction<MetricValue> part) {
    return metrics.stream()
        .filter(m -> m.metric().equals(metric.id()))
        .mapToDouble(part)
        .filter(v -> !Double.isNaN(v))
        .findFirst();
  }
}
