package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * What trading the same predictions is worth when it costs less or more than assumed.
 *
 * @param points from the lowest cost to the highest
 * @param breakEvenBasisPoints cost of trading one unit of capital one way at which the total return
 *     is 0; NaN where there is no such cost: without any cost nothing is gained, or nothing is
 *     traded
 */
public record CostSensitivity(List<Point> points, double breakEvenBasisPoints) {
  /** Multiples of the rule's cost that a report shows. */
  public static final List<Double> STANDARD_MULTIPLES = List.of(0.0, 0.5, 1.0, 2.0, 5.0);

  private static final double HIGHEST = 9_999;
  private static final double CLOSE = 1e-6;

  /**
   * At one cost.
   *
   * @param multiple of the rule's cost
   * @param costBasisPoints the cost
   * @param sharpe {@link Metric#SHARPE}; NaN where it is not defined
   * @param totalReturn {@link Metric#TOTAL_RETURN}
   */
  public record Point(double multiple, double costBasisPoints, double sharpe, double totalReturn) {}

  public CostSensitivity {
    points = List.copyOf(points);
  }

  /** At {@link #STANDARD_MULTIPLES} of the rule's cost. A rule without cost has equal points. */
  public static CostSensitivity of(Predictions predictions, TradingRule rule) {
    return of(predictions, rule, STANDARD_MULTIPLES);
  }

  /**
   * At the multiples given.
   *
   * @param multiples 0 or more, each above the one before
   */
  public static CostSensitivity of(
      Predictions predictions, TradingRule rule, List<Double> multiples) {
    List<Point> points = new ArrayList<>();
    double before = -1;
    for (double multiple : multiples) {
      if (!(multiple >= 0 && multiple > before)) {
        throw new IllegalArgumentException(
            "multiple of cost " + multiple + " must be 0 or more and above the one before it");
      }
      before = multiple;
      double cost = multiple * rule.costBasisPoints();
      double[] values = values(predictions, rule, cost);
      points.add(
          new Point(
              multiple, cost, value(values, Metric.SHARPE), value(values, Metric.TOTAL_RETURN)));
    }
    return new CostSensitivity(points, breakEven(predictions, rule));
  }

  /** By bisection: the total return never rises with cost. */
  private static double breakEven(Predictions predictions, TradingRule rule) {
    if (!(total(predictions, rule, 0) > 0) || !(total(predictions, rule, HIGHEST) < 0)) {
      return Double.NaN;
    }
    double low = 0;
    double high = HIGHEST;
    while (high - low > CLOSE) {
      double middle = (low + high) / 2;
      if (total(predictions, rule, middle) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double total(Predictions predictions, TradingRule rule, double cost) {
    return value(values(predictions, rule, cost), Metric.TOTAL_RETURN);
  }

  private static double[] values(Predictions predictions, TradingRule rule, double cost) {
    TradingRule at = new TradingRule(rule.threshold(), cost, rule.period(), rule.periodsPerYear());
    return new Trading(Backtest.of(predictions, at), at).values();
  }

  private static double value(double[] values, Metric metric) {
    return values[Trading.METRICS.indexOf(metric)];
  }
}
