package org.tidemark.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The mean of backtest paths, metric by metric. */
class PathAverageTest {
  private static MetricValue value(String metric, double value, double low, double high) {
    return new MetricValue(metric, value, low, high, 100);
  }

  @Test
  void oneMetricAtATimeOverThePathsThatDefineIt() {
    List<MetricValue> first = List.of(value("auc", 0.5, 0.4, 0.6), value("sharpe", 1, 0, 3));
    List<MetricValue> second =
        List.of(value("auc", 0.7, 0.6, 0.9), value("sharpe", Double.NaN, Double.NaN, Double.NaN));
    assertThat(PathAverage.of(List.of(first, second)))
        .containsExactly(value("auc", 0.6, 0.5, 0.75), value("sharpe", 1, 0, 3));
    assertThat(PathAverage.of(List.of(second))).isSameAs(second);
    List<MetricValue> undefined = List.of(second.get(1));
    assertThat(PathAverage.of(List.of(undefined, undefined)).get(0).value()).isNaN();
  }

  @Test
  void pathsAreMeasuredInOneWay() {
    assertThatThrownBy(() -> PathAverage.of(List.of())).hasMessageContaining("at least");
    assertThatThrownBy(
            () ->
                PathAverage.of(List.of(List.of(value("a", 1, 1, 1)), List.of(value("b", 1, 1, 1)))))
        .hasMessageContaining("evaluate all in one way");
  }
}
