package org.tidemark.features.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.tidemark.market.Bar;

/** The slow twins of the market quality score and the regime: from the whole list of bars. */
final class RegimeOracle {
  static final Set<String> COLUMNS =
      Set.of(
          "mq_liquidity",
          "mq_volatility",
          "mq_momentum",
          "mq_imbalance",
          "mq_trend_strength",
          "mq_noise",
          "mq_score",
          "market_regime_3");

  private final List<Bar> bars;

  private RegimeOracle(List<Bar> bars) {
    this.bars = bars;
  }

  static double value(String column, List<Bar> bars) {
    if (bars.size() < 140) {
      return Double.NaN;
    }
    RegimeOracle oracle = new RegimeOracle(bars);
    int last = bars.size() - 1;
    return switch (column) {
      case "mq_liquidity" -> oracle.liquidity(last);
      case "mq_volatility" -> oracle.calm(last);
      case "mq_momentum" -> oracle.momentum(last);
      case "mq_imbalance" -> oracle.imbalance(last);
      case "mq_trend_strength" -> oracle.trend(last);
      case "mq_noise" -> oracle.efficiency(last);
      case "mq_score" ->
          0.15 * oracle.liquidity(last)
              + 0.15 * oracle.calm(last)
              + 0.15 * oracle.momentum(last)
              + 0.15 * oracle.imbalance(last)
              + 0.20 * oracle.trend(last)
              + 0.20 * oracle.efficiency(last);
      default -> oracle.regime();
    };
  }

  private double close(int at) {
    return bars.get(at).close();
  }

  private double move(int from, int to) {
    return StrictMath.log(close(to) / close(from));
  }

  private static double rank(int last, IntToDoubleFunction value) {
    List<Float> values = new ArrayList<>();
    for (int at = last - 119; at <= last; at++) {
      values.add((float) value.applyAsDouble(at));
    }
    float newest = values.get(119);
    long below = values.stream().filter(v -> v < newest).count();
    long equal = values.stream().filter(v -> v == newest).count();
    return (below + (equal + 1) / 2.0) / 120;
  }

  private double liquidity(int last) {
    return rank(
        last,
        at -> {
          double traded = 0;
          double path = 0;
          for (int i = at - 19; i <= at; i++) {
            traded += bars.get(i).volume() * close(i);
            path += Math.abs(move(i - 1, i));
          }
          return traded == 0 ? 0 : traded / path;
        });
  }

  private double realized(int at) {
    double squares = 0;
    for (int i = at - 19; i <= at; i++) {
      squares += move(i - 1, i) * move(i - 1, i);
    }
    return (float) StrictMath.sqrt(squares / 20);
  }

  private double calm(int last) {
    return 1 - rank(last, this::realized);
  }

  private double momentum(int last) {
    return rank(last, at -> Math.abs(move(at - 20, at)));
  }

  private double imbalance(int last) {
    double pressure = 0;
    double volume = 0;
    for (int i = last - 19; i <= last; i++) {
      Bar bar = bars.get(i);
      double range = bar.high() - bar.low();
      pressure +=
          range == 0 ? 0 : (2 * bar.close() - bar.high() - bar.low()) / range * bar.volume();
      volume += bar.volume();
    }
    return volume == 0 ? 0 : Math.min(1, Math.abs(pressure) / volume);
  }

  private double trend(int last) {
    double sum = 0;
    double squares = 0;
    double cross = 0;
    for (int i = 0; i < 30; i++) {
      double x = move(last - 29, last - 29 + i);
      sum += x;
      squares += x * x;
      cross += (i - 14.5) * x;
    }
    double variance = squares - sum * sum / 30;
    return variance <= 0 ? 0 : Math.min(1, cross * cross / (2247.5 * variance));
  }

  private double efficiency(int last) {
    double path = 0;
    for (int i = last - 29; i <= last; i++) {
      path += Math.abs(close(i) - close(i - 1));
    }
    return path == 0 ? 0 : Math.min(1, Math.abs(close(last) - close(last - 30)) / path);
  }

  /** 3 of the same in a row, or a crisis. */
  private double regime() {
    int current = 0;
    List<Integer> seen = new ArrayList<>();
    for (int last = 139; last < bars.size(); last++) {
      seen.add(candidate(last));
      int n = seen.size();
      int now = seen.get(n - 1);
      boolean thrice = n >= 3 && seen.get(n - 2) == now && seen.get(n - 3) == now;
      current = thrice || now == 11 ? now : current;
    }
    return current;
  }

  private int candidate(int last) {
    float calm = (float) calm(last);
    float liquid = (float) liquidity(last);
    float trend = (float) trend(last);
    if (calm <= 0.05f && liquid <= 0.10f) {
      return 11;
    }
    if (liquid <= 0.05f) {
      return 10;
    }
    List<Bar> before = bars.subList(last - 60, last);
    double high = before.stream().mapToDouble(Bar::high).max().orElseThrow();
    double low = before.stream().mapToDouble(Bar::low).min().orElseThrow();
    if (calm <= 0.20f && (close(last) > high || close(last) < low)) {
      return 6;
    }
    double first = move(last - 40, last - 10);
    double second = move(last - 10, last);
    double step = realized(last);
    if (first * second < 0
        && (float) Math.abs(first) > (float) (1.5 * step * StrictMath.sqrt(30))
        && (float) Math.abs(second) > (float) (1.5 * step * StrictMath.sqrt(10))) {
      return 7;
    }
    boolean up = close(last) > close(last - 30);
    if (trend >= 0.8f && (float) efficiency(last) >= 0.5f) {
      return up ? 1 : 3;
    }
    if (trend >= 0.5f) {
      return up ? 2 : 4;
    }
    if (calm <= 0.10f) {
      return 8;
    }
    return calm >= 0.90f ? 9 : 5;
  }
}
