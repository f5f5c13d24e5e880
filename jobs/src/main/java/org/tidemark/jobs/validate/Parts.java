package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.tidemark.models.evaluate.Breakdown;
import org.tidemark.models.evaluate.Confidence;
import org.tidemark.models.evaluate.CostSensitivity;
import org.tidemark.models.evaluate.Grouping;
import org.tidemark.models.evaluate.Metric;
import org.tidemark.models.evaluate.MetricValue;
import org.tidemark.models.evaluate.PathAverage;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.evaluate.TradingRule;

/**
 * Where one learner's predictions are good and at which cost: by instrument, regime and month, and
 * traded at several costs. Where there are several backtest paths each figure is the mean of
 * theirs.
 */
final class Parts {
  static final String ALL = "ALL";
  static final String TEST = "test";
  static final String MONTH = "month-";
  static final String COST = "cost-";

  /** Window of the cost at which nothing is left. */
  static final String ANY_COST = "cost";

  static final String BREAK_EVEN = "break_even_cost";

  private static final List<Double> MULTIPLES = List.of(0.0, 1.0, 2.0, 4.0);
  private static final double HIGHEST_COST = 10_000;

  /** What a set of metrics covers, as {@code models.model_metrics} names it. */
  record Part(String instrument, String regime, String window) {}

  private final TradingRule rule;
  private final Map<Part, List<List<MetricValue>>> paths = new LinkedHashMap<>();

  Parts(TradingRule rule) {
    this.rule = rule;
  }

  /**
   * Takes in one backtest path.
   *
   * @param instruments names by their number in the predictions
   * @param regimes one per row
   */
  void add(Predictions p, List<String> instruments, List<String> regimes) {
    add(p, new Grouping.ByInstrument(instruments), name -> new Part(name, ALL, TEST));
    add(p, new Grouping.ByName(regimes), name -> new Part(ALL, name, TEST));
    add(p, new Grouping.ByMonth(), name -> new Part(ALL, ALL, MONTH + name));
    CostSensitivity costs = CostSensitivity.of(p, rule, multiples(rule));
    for (CostSensitivity.Point point : costs.points()) {
      add(
          new Part(ALL, ALL, "%s%.0fx".formatted(COST, point.multiple())),
          List.of(
              bare(Metric.SHARPE.id(), point.sharpe(), p),
              bare(Metric.TOTAL_RETURN.id(), point.totalReturn(), p)));
    }
    add(new Part(ALL, ALL, ANY_COST), List.of(bare(BREAK_EVEN, costs.breakEvenBasisPoints(), p)));
  }

  private void add(Predictions p, Grouping grouping, Function<String, Part> part) {
    Breakdown.of(p, grouping, rule, Confidence.STANDARD)
        .forEach((name, evaluation) -> add(part.apply(name), evaluation.metrics()));
  }

  private void add(Part part, List<MetricValue> metrics) {
    paths.computeIfAbsent(part, k -> new ArrayList<>()).add(metrics);
  }

  private static MetricValue bare(String metric, double value, Predictions p) {
    return new MetricValue(metric, value, Double.NaN, Double.NaN, p.rows());
  }

  /**
   * No cost and multiples of the rule's; one where the rule has none, fewer where they are absurd.
   */
  static List<Double> multiples(TradingRule rule) {
    return MULTIPLES.stream()
        .filter(m -> m == 0 || rule.costBasisPoints() > 0)
        .filter(m -> m * rule.costBasisPoints() < HIGHEST_COST)
        .toList();
  }

  /** The mean over the paths of each part, in order of kind and name. */
  Map<Part, List<MetricValue>> means() {
    Map<Part, List<MetricValue>> means = new LinkedHashMap<>();
    paths.forEach((part, metrics) -> means.put(part, PathAverage.of(metrics)));
    return means;
  }
}
