package org.tidemark.features.strategy;

/**
 * The formulas of the strategies, of finite inputs, in the order of each strategy's columns.
 *
 * <p>{@code ramp(x, full)} is x / full, cut to -1 to 1; {@code rise(x, from, full)} goes from 0 at
 * {@code from} to 1 at {@code full}; {@code beyond(x, dead)} is 0 within the dead part and reaches
 * the sign of x at 1; {@code held(move)} is 1 for no move and 0 from {@code held_move} on.
 */
final class StrategyFormulas {
  private StrategyFormulas() {}

  /** (ramp of what lies beyond the value area) * rise(volume ratio, 1, surge_full). */
  static double breakout(double[] x, StrategySettings s) {
    return outside(x[0], x[1], s) * rise(x[2], 1, s.value(Threshold.SURGE_FULL));
  }

  /** beyond(book imbalance, book_dead), 0 where the spread is above spread_most. */
  static double book(double[] x, StrategySettings s) {
    return x[1] > s.value(Threshold.SPREAD_MOST) ? 0 : beyond(x[0], s.value(Threshold.BOOK_DEAD));
  }

  /** -beyond(volume imbalance, flow_dead) * held(momentum). */
  static double absorption(double[] x, StrategySettings s) {
    return -beyond(x[0], s.value(Threshold.FLOW_DEAD)) * held(x[1], s);
  }

  /** Where the signs differ: sign(best) * ramp(the smaller of both sizes, layer_full). */
  static double spoofing(double[] x, StrategySettings s) {
    double deep = x[0];
    double best = x[1];
    return deep * best >= 0
        ? 0
        : StrictMath.signum(best)
            * ramp(
                StrictMath.min(StrictMath.abs(deep), StrictMath.abs(best)),
                s.value(Threshold.LAYER_FULL));
  }

  /** Absorption * rise(volume ratio, 1, surge_full), 0 where the depth is above its mean. */
  static double iceberg(double[] x, StrategySettings s) {
    return x[3] > 1 ? 0 : absorption(x, s) * rise(x[2], 1, s.value(Threshold.SURGE_FULL));
  }

  /**
   * With z = momentum / (volatility * root of 10): where z and the volume imbalance have one sign,
   * -sign(z) * rise(|z|, cascade_entry, cascade_full) * rise(volume ratio, 1, surge_full). Nothing
   * is unusual where the volatility is 0.
   */
  static double liquidation(double[] x, StrategySettings s) {
    if (x[1] <= 0 || x[0] * x[3] <= 0) {
      return 0;
    }
    double z = x[0] / (x[1] * StrictMath.sqrt(10));
    return -StrictMath.signum(z)
        * rise(StrictMath.abs(z), s.value(Threshold.CASCADE_ENTRY), s.value(Threshold.CASCADE_FULL))
        * rise(x[2], 1, s.value(Threshold.SURGE_FULL));
  }

  /** -(ramp of what lies beyond the value area) * (1 - volume ratio, at least 0). */
  static double trap(double[] x, StrategySettings s) {
    return -outside(x[0], x[1], s) * StrictMath.min(1, StrictMath.max(0, 1 - x[2]));
  }

  /** ramp(volume imbalance, flow_full). */
  static double delta(double[] x, StrategySettings s) {
    return ramp(x[0], s.value(Threshold.FLOW_FULL));
  }

  /** Where the signs differ: sign(flow) * the smaller of both ramps. */
  static double divergence(double[] x, StrategySettings s) {
    if (x[0] * x[1] >= 0) {
      return 0;
    }
    double trend = StrictMath.abs(ramp(x[0], s.value(Threshold.TREND_FULL)));
    double flow = StrictMath.abs(ramp(x[1], s.value(Threshold.FLOW_FULL)));
    return StrictMath.signum(x[1]) * StrictMath.min(trend, flow);
  }

  /** Inside the value area: -ramp(distance of the point of control, width of the area). */
  static double rotation(double[] x, StrategySettings s) {
    double width = x[2] - x[1];
    return x[1] > 0 || x[2] < 0 || width <= 0 ? 0 : -ramp(x[0], width);
  }

  /** With d = deviation / average true range: -sign(d) * rise(|d|, vwap_entry, vwap_full). */
  static double reversion(double[] x, StrategySettings s) {
    if (x[1] <= 0) {
      return 0;
    }
    double d = x[0] / x[1];
    return -StrictMath.signum(d)
        * rise(StrictMath.abs(d), s.value(Threshold.VWAP_ENTRY), s.value(Threshold.VWAP_FULL));
  }

  /** rise(rank, stop_rank, 1) while rising; -rise(1 - rank, stop_rank, 1) while falling. */
  static double stopRun(double[] x, StrategySettings s) {
    double rank = s.value(Threshold.STOP_RANK);
    if (x[1] > 0) {
      return rise(x[0], rank, 1);
    }
    return x[1] < 0 ? -rise(1 - x[0], rank, 1) : 0;
  }

  /** beyond(volume imbalance, flow_dead) * rank of the volume. */
  static double imbalance(double[] x, StrategySettings s) {
    return beyond(x[0], s.value(Threshold.FLOW_DEAD)) * rise(x[1], 0, 1);
  }

  /** How far outside of the value area: above its top positive, below its bottom negative. */
  private static double outside(double fromTop, double fromBottom, StrategySettings s) {
    double beyond = fromTop > 0 ? fromTop : StrictMath.min(0, fromBottom);
    return ramp(beyond, s.value(Threshold.BREAK_FULL));
  }

  private static double held(double move, StrategySettings s) {
    return 1 - StrictMath.abs(ramp(move, s.value(Threshold.HELD_MOVE)));
  }

  private static double beyond(double x, double dead) {
    return StrictMath.signum(x) * rise(StrictMath.abs(x), dead, 1);
  }

  private static double rise(double x, double from, double full) {
    return StrictMath.min(1, StrictMath.max(0, (x - from) / (full - from)));
  }

  private static double ramp(double x, double full) {
    return cut(x / full);
  }

  static double cut(double x) {
    return StrictMath.min(1, StrictMath.max(-1, x));
  }
}
