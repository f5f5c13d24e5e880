package org.tidemark.models.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The metrics of a backtest, with percentile intervals from the stationary bootstrap of periods.
 */
final class Trading {
  /** In the order of {@link #values}. */
  static final List<Metric> METRICS =
      List.of(
          Metric.HIT_RATIO,
          Metric.SHARPE,
          Metric.SORTINO,
          Metric.CALMAR,
          Metric.MAX_DRAWDOWN,
          Metric.MAX_DRAWDOWN_LENGTH,
          Metric.PROFIT_FACTOR,
          Metric.TURNOVER,
          Metric.TOTAL_RETURN,
          Metric.EXPOSURE,
          Metric.TAIL_RATIO,
          Metric.VALUE_AT_RISK,
          Metric.EXPECTED_SHORTFALL);

  /** Periods below which no interval is given. */
  static final int FEWEST_PERIODS = 16;

  /** Share of the draws that must have a value for a metric to get an interval. */
  private static final double DEFINED = 0.9;

  private final Backtest backtest;
  private final double periodsPerYear;
  private final ReturnTails tails;

  Trading(Backtest backtest, TradingRule rule) {
    this.backtest = backtest;
    periodsPerYear = backtest.periodsPerYear(rule.periodsPerYear());
    tails = new ReturnTails(backtest.returns());
  }

  /** The metrics of the backtest as it happened. */
  double[] values() {
    int[] order = new int[backtest.periods()];
    Arrays.setAll(order, i -> i);
    return values(order);
  }

  /** The metrics of the periods drawn, in that order. */
  private double[] values(int[] order) {
    double n = order.length;
    double sum = 0;
    double downside = 0;
    double equity = 1;
    double peak = 1;
    double drawdown = 0;
    long below = 0;
    long longest = 0;
    long decisions = 0;
    long held = 0;
    long wins = 0;
    double gains = 0;
    double losses = 0;
    double traded = 0;
    for (int i : order) {
      double r = backtest.returns()[i];
      sum += r;
      downside += r < 0 ? r * r : 0;
      equity *= 1 + r;
      peak = Math.max(peak, equity);
      drawdown = Math.max(drawdown, 1 - equity / peak);
      below = equity < peak ? below + 1 : 0;
      longest = Math.max(longest, below);
      decisions += backtest.decisions()[i];
      held += backtest.held()[i];
      wins += backtest.wins()[i];
      gains += backtest.gains()[i];
      losses += backtest.losses()[i];
      traded += backtest.traded()[i];
    }
    double mean = sum / n;
    double squares = 0;
    for (int i : order) {
      double distance = backtest.returns()[i] - mean;
      squares += distance * distance;
    }
    double deviation = n > 1 ? Math.sqrt(squares / (n - 1)) : 0;
    ReturnTails.Tails drawn = tails.of(order);
    double year = Math.sqrt(periodsPerYear);
    double annual = StrictMath.pow(equity, periodsPerYear / n) - 1;
    return new double[] {
      ratio(wins, held),
      // A constant series has no risk to divide by; rounding must not invent one.
      deviation > 1e-14 * Math.abs(mean) ? mean / deviation * year : Double.NaN,
      ratio(mean * year, Math.sqrt(downside / n)),
      ratio(annual, drawdown),
      drawdown,
      longest,
      ratio(gains, losses),
      traded / n,
      equity - 1,
      ratio(held, decisions),
      drawn.ratio(),
      drawn.valueAtRisk(),
      drawn.expectedShortfall()
    };
  }

  private static double ratio(double above, double below) {
    return below == 0 ? Double.NaN : above / below;
  }

  /** The metrics with intervals. */
  List<MetricValue> metrics(Confidence confidence) {
    double[] values = values();
    double[][] draws = draws(confidence);
    List<MetricValue> out = new ArrayList<>();
    for (int m = 0; m < values.length; m++) {
      double low = Double.NaN;
      double high = Double.NaN;
      double[] sorted = defined(draws, m);
      if (!Double.isNaN(values[m]) && sorted.length > 0) {
        double outside = (1 - confidence.level()) / 2;
        low = sorted[(int) Math.floor(outside * (sorted.length - 1))];
        high = sorted[(int) Math.ceil((1 - outside) * (sorted.length - 1))];
      }
      out.add(new MetricValue(METRICS.get(m).id(), values[m], low, high, backtest.periods()));
    }
    return out;
  }

  private double[][] draws(Confidence confidence) {
    int n = backtest.periods();
    if (n < FEWEST_PERIODS) {
      return new double[0][];
    }
    double block = BlockLength.automatic(backtest.returns());
    SplittableRandom random = new SplittableRandom(confidence.seed());
    double[][] draws = new double[confidence.draws()][];
    for (int d = 0; d < draws.length; d++) {
      draws[d] = values(StationaryBootstrap.draw(n, block, random));
    }
    return draws;
  }

  private static double[] defined(double[][] draws, int metric) {
    double[] values =
        Arrays.stream(draws).mapToDouble(d -> d[metric]).filter(v -> !Double.isNaN(v)).toArray();
    Arrays.sort(values);
    return values.length >= DEFINED * draws.length ? values : new double[0];
  }
}
