package org.tidemark.features.strategy;

import java.util.List;
import java.util.Random;

/** The strategies once more, by cases and with the standard thresholds written out, as the doc. */
final class StrategyTwin {
  private StrategyTwin() {}

  /** A row whose columns have about the size of real ones; some are NaN, infinite or exactly 0. */
  static float[] row(List<String> names, Random random) {
    float[] row = new float[names.size()];
    for (int i = 0; i < row.length; i++) {
      String name = names.get(i);
      double u = 2 * random.nextDouble() - 1;
      row[i] =
          (float)
              switch (name) {
                case "volume_ratio_5_60", "market_depth_10_60" -> 1.2 + 1.2 * u;
                case "volume_imbalance_20", "book_imbalance_5" -> u;
                case "price_rank_100", "volume_rank_100" -> 0.5 + 0.5 * u;
                case "depth_ratio_10", "bid_ask_ratio" -> 1.5 * u;
                case "momentum_10" -> 0.05 * u;
                case "historical_volatility_20", "average_true_range_14" -> 0.005 + 0.005 * u;
                case "bid_ask_spread" -> 0.001 + 0.001 * u;
                case "price_momentum_20" -> 0.003 * u;
                default -> 0.01 * u;
              };
      int odd = random.nextInt(100);
      if (odd < 2) {
        row[i] = Float.NaN;
      } else if (odd == 2) {
        row[i] = u < 0 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
      } else if (odd == 3) {
        row[i] = 0f;
      } else if (odd == 4) {
        row[i] = (float) (1e30 * u);
      }
    }
    return row;
  }

  static float[] own(Strategy strategy, List<String> names, float[] row) {
    float[] own = new float[strategy.columns().size()];
    for (int i = 0; i < own.length; i++) {
      own[i] = row[names.indexOf(strategy.columns().get(i))];
    }
    return own;
  }

  static double value(Strategy strategy, float[] v) {
    double a = v[0];
    double b = v.length > 1 ? v[1] : 0;
    double c = v.length > 2 ? v[2] : 0;
    double d = v.length > 3 ? v[3] : 0;
    return switch (strategy) {
      case LVN_BREAKOUT -> broken(a, b) * unit(c - 1);
      case LIQUIDITY_TRAPS -> c >= 1 ? 0 : -broken(a, b) * unit(1 - c);
      case ORDER_BOOK_IMBALANCE -> b > 0.001 ? 0 : signed(a, (Math.abs(a) - 0.2) / 0.8);
      case LIQUIDITY_ABSORPTION -> absorbed(a, b);
      case ICEBERG_DETECTION -> d > 1 ? 0 : absorbed(a, b) * unit(c - 1);
      case SPOOFING_DETECTION -> {
        if (a > 0 && b < 0) {
          yield -unit(Math.min(a, -b));
        }
        yield a < 0 && b > 0 ? unit(Math.min(-a, b)) : 0;
      }
      case LIQUIDATION_DETECTION -> {
        boolean down = a < 0 && d < 0;
        boolean up = a > 0 && d > 0;
        if (b <= 0 || !(down || up)) {
          yield 0;
        }
        double size = unit((Math.abs(a) / b / Math.sqrt(10) - 2) / 2) * unit(c - 1);
        yield down ? size : -size;
      }
      case CUMULATIVE_DELTA -> a > 0.5 ? 1 : a < -0.5 ? -1 : 2 * a;
      case DELTA_DIVERGENCE -> {
        double size = Math.min(unit(100 * Math.abs(a)), unit(2 * Math.abs(b)));
        if (a > 0 && b < 0) {
          yield -size;
        }
        yield a < 0 && b > 0 ? size : 0;
      }
      case PROFILE_ROTATION -> {
        boolean inside = b <= 0 && c >= 0 && c > b;
        yield inside ? signed(-a, Math.abs(a) / (c - b)) : 0;
      }
      case VWAP_REVERSION -> b <= 0 ? 0 : signed(-a, (Math.abs(a) / b - 1) / 2);
      case STOP_RUN_ANTICIPATION -> {
        if (b > 0) {
          yield unit(10 * (a - 0.9));
        }
        yield b < 0 ? -unit(10 * (0.1 - a)) : 0;
      }
      case VOLUME_IMBALANCE -> signed(a, (Math.abs(a) - 0.1) / 0.9) * unit(b);
    };
  }

  private static double broken(double fromTop, double fromBottom) {
    if (fromTop > 0) {
      return unit(fromTop * 200);
    }
    return fromBottom < 0 ? -unit(-fromBottom * 200) : 0;
  }

  private static double absorbed(double flow, double move) {
    double held = unit(1 - Math.abs(move) * 500);
    return signed(-flow, (Math.abs(flow) - 0.1) / 0.9) * held;
  }

  private static double signed(double direction, double size) {
    return direction > 0 ? unit(size) : direction < 0 ? -unit(size) : 0;
  }

  private static double unit(double x) {
    if (x > 1) {
      return 1;
    }
    return x > 0 ? x : 0;
  }
}
