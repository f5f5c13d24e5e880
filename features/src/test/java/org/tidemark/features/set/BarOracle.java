package org.tidemark.features.set;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tidemark.market.Bar;

/**
 * The slow twins: every column of bars40 computed from the whole list of bars, from the formula and
 * from nothing that the features use. NaN where the list is too short.
 */
final class BarOracle {
  private final List<Bar> bars;
  private final int last;

  private BarOracle(List<Bar> bars) {
    this.bars = bars;
    this.last = bars.size() - 1;
  }

  /** The column's value after the last of {@code bars}. */
  static double value(String column, List<Bar> bars) {
    return new BarOracle(bars).value(column);
  }

  private double value(String column) {
    return switch (column) {
      case "return_1min" -> ratio(Duration.ofMinutes(1)) - 1;
      case "return_5min" -> ratio(Duration.ofMinutes(5)) - 1;
      case "return_15min" -> ratio(Duration.ofMinutes(15)) - 1;
      case "return_1h" -> ratio(Duration.ofHours(1)) - 1;
      case "return_1d" -> ratio(Duration.ofDays(1)) - 1;
      case "log_return_1min" -> StrictMath.log(ratio(Duration.ofMinutes(1)));
      case "log_return_5min" -> StrictMath.log(ratio(Duration.ofMinutes(5)));
      case "log_return_15min" -> StrictMath.log(ratio(Duration.ofMinutes(15)));
      case "log_return_1h" -> StrictMath.log(ratio(Duration.ofHours(1)));
      case "log_return_1d" -> StrictMath.log(ratio(Duration.ofDays(1)));
      case "price_momentum_20" -> close(0) / close(20) - 1;
      case "price_acceleration_20" -> close(0) / close(20) - close(20) / close(40);
      case "sma_deviation_30" -> close(0) / mean(lastOf(closes(), 30)) - 1;
      case "ema_deviation_30" -> close(0) / ema(closes(), 30) - 1;
      case "wma_deviation_30" -> close(0) / weightedMean(lastOf(closes(), 30)) - 1;
      case "vwap_deviation_60" -> close(0) / vwap(60) - 1;
      case "price_rank_100" -> rank(lastOf(closes(), 100));
      case "high_low_range" -> (bar(0).high() - bar(0).low()) / close(0);
      case "open_close_spread" -> (close(0) - bar(0).open()) / close(0);
      case "gap_percent" -> last < 1 ? Double.NaN : 100 * (bar(0).open() / close(1) - 1);
      case "rsi_7" -> rsi(7);
      case "rsi_14" -> rsi(14);
      case "stochastic_5_3" -> stochastic();
      case "macd_12_26" -> macd();
      case "rate_of_change_10" -> 100 * (close(0) / close(10) - 1);
      case "williams_r_14" -> williams(14);
      case "cci_14" -> cci(14);
      case "momentum_10" -> (close(0) - close(10)) / close(0);
      case "adx_14" -> adx();
      case "directional_movement_14" -> directional(last)[0] - directional(last)[1];
      case "historical_volatility_20" -> volatility(last, 20);
      case "realized_volatility_60" -> realized(60);
      case "parkinson_volatility_20" -> parkinson(20);
      case "garman_klass_volatility_20" -> garmanKlass(20);
      case "average_true_range_14" -> wilder(trueRanges(), 14) / close(0);
      case "bollinger_width_5" -> bollinger(5);
      case "volatility_ratio_20_100" -> volatilityRatio();
      case "volatility_rank_20_100" ->
          rank(volatilities(100).stream().map(v -> (double) v.floatValue()).toList());
      case "volatility_of_volatility_20_60" -> volatilityOfVolatility();
      case "garch_volatility" -> garch();
      default -> SignalOracle.value(column, bars);
    };
  }

  private Bar bar(int ago) {
    return bars.get(last - ago);
  }

  private double close(int ago) {
    return ago > last ? Double.NaN : bar(ago).close();
  }

  private List<Double> each(ToDoubleFunction<Bar> of) {
    return bars.stream().mapToDouble(of).boxed().toList();
  }

  private List<Double> closes() {
    return each(Bar::close);
  }

  /** The last {@code count} values, or none when there are fewer. */
  private static List<Double> lastOf(List<Double> values, int count) {
    return values.size() < count ? List.of() : values.subList(values.size() - count, values.size());
  }

  private static double sum(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double mean(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double base = values.get(0);
    return base + sum(values.stream().map(v -> v - base).toList()) / values.size();
  }

  private static double weightedMean(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double base = values.get(0);
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < values.size(); i++) {
      sum += (i + 1) * (values.get(i) - base);
      weights += i + 1;
    }
    return base + sum / weights;
  }

  private static double deviation(List<Double> values, int divisor) {
    List<Double> d = values.stream().map(v -> v - values.get(0)).toList();
    double squares = sum(d.stream().map(v -> v * v).toList());
    double rest = squares - sum(d) * sum(d) / values.size();
    return StrictMath.sqrt((rest > 0 ? rest : 0) / divisor);
  }

  private static double rank(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double newest = values.get(values.size() - 1);
    long less = values.stream().filter(v -> v < newest).count();
    long equal = values.stream().filter(v -> v == newest).count();
    return (less + (equal + 1) / 2.0) / values.size();
  }

  private double ratio(Duration horizon) {
    long limit = bar(0).eventTimeNanos() - horizon.toNanos();
    for (int ago = 1; ago <= last; ago++) {
      if (bar(ago).eventTimeNanos() <= limit) {
        return close(0) / close(ago);
      }
    }
    return Double.NaN;
  }

  private static double ema(List<Double> values, int period) {
    if (values.size() < period) {
      return Double.NaN;
    }
    double ema = mean(values.subList(0, period));
    for (double value : values.subList(period, values.size())) {
      ema = ema + (value - ema) * (2.0 / (period + 1));
    }
    return ema;
  }

  private static double wilder(List<Double> values, int period) {
    if (values.size() < period) {
      return Double.NaN;
    }
    double mean = sum(values.subList(0, period)) / period;
    for (double value : values.subList(period, values.size())) {
      mean = (mean * (period - 1) + value) / period;
    }
    return mean;
  }

  private static double typical(Bar bar) {
    return (bar.high() + bar.low() + bar.close()) / 3;
  }

  private double vwap(int count) {
    if (bars.size() < count) {
      return Double.NaN;
    }
    double volume = sum(lastOf(each(Bar::volume), count));
    return volume == 0
        ? mean(lastOf(each(BarOracle::typical), count))
        : sum(lastOf(each(b -> typical(b) * b.volume()), count)) / volume;
  }

  private double rsi(int period) {
    List<Double> rises = new ArrayList<>();
    List<Double> falls = new ArrayList<>();
    for (int i = 1; i <= last; i++) {
      double change = bars.get(i).close() - bars.get(i - 1).close();
      rises.add(change > 0 ? change : 0);
      falls.add(change < 0 ? -change : 0);
    }
    double up = wilder(rises, period);
    double down = wilder(falls, period);
    return up + down == 0 ? 0 : 100 * (up / (up + down));
  }

  private double highest(int at, int count) {
    return bars.subList(at - count + 1, at + 1).stream().mapToDouble(Bar::high).max().getAsDouble();
  }

  private double lowest(int at, int count) {
    return bars.subList(at - count + 1, at + 1).stream().mapToDouble(Bar::low).min().getAsDouble();
  }

  private double stochastic() {
    if (last < 6) {
      return Double.NaN;
    }
    List<Double> fast = new ArrayList<>();
    for (int at = last - 2; at <= last; at++) {
      double low = lowest(at, 5);
      double high = highest(at, 5);
      fast.add(high == low ? 0 : 100 * ((bars.get(at).close() - low) / (high - low)));
    }
    return mean(fast);
  }

  private double macd() {
    if (last < 25) {
      return Double.NaN;
    }
    double fast = ema(closes().subList(14, bars.size()), 12);
    return (fast - ema(closes(), 26)) / close(0);
  }

  private double williams(int count) {
    if (bars.size() < count) {
      return Double.NaN;
    }
    double high = highest(last, count);
    double low = lowest(last, count);
    return high == low ? 0 : -100 * ((high - close(0)) / (high - low));
  }

  private double cci(int count) {
    List<Double> prices = lastOf(each(BarOracle::typical), count);
    if (prices.isEmpty()) {
      return Double.NaN;
    }
    double mean = mean(prices);
    double distance = sum(prices.stream().map(p -> StrictMath.abs(p - mean)).toList()) / count;
    double own = typical(bar(0)) - mean;
    return own == 0 ? 0 : own / (0.015 * distance);
  }

  private List<Double> trueRanges() {
    List<Double> ranges = new ArrayList<>();
    for (int i = 1; i <= last; i++) {
      Bar b = bars.get(i);
      double before = bars.get(i - 1).close();
      ranges.add(
          Math.max(
              b.high() - b.low(),
              Math.max(Math.abs(b.high() - before), Math.abs(b.low() - before))));
    }
    return ranges;
  }

  /** Plus and minus directional indicators (14) at a bar. */
  private double[] directional(int at) {
    if (at < 14) {
      return new double[] {Double.NaN, Double.NaN};
    }
    List<Double> ranges = trueRanges();
    double plus = 0;
    double minus = 0;
    double range = 0;
    for (int i = 1; i <= at; i++) {
      double up = bars.get(i).high() - bars.get(i - 1).high();
      double down = bars.get(i - 1).low() - bars.get(i).low();
      double keep = i < 14 ? 0 : 1;
      plus = plus - keep * plus / 14 + (up > down && up > 0 ? up : 0);
      minus = minus - keep * minus / 14 + (down > up && down > 0 ? down : 0);
      range = range - keep * range / 14 + ranges.get(i - 1);
    }
    return range == 0
        ? new double[] {0, 0}
        : new double[] {100 * (plus / range), 100 * (minus / range)};
  }

  private double adx() {
    if (last < 27) {
      return Double.NaN;
    }
    List<Double> indexes = new ArrayList<>();
    for (int at = 14; at <= last; at++) {
      double[] di = directional(at);
      double sum = di[0] + di[1];
      if (sum != 0) {
        indexes.add(100 * (StrictMath.abs(di[0] - di[1]) / sum));
      } else if (indexes.size() < 14) {
        indexes.add(0.0);
      }
    }
    return wilder(indexes, 14);
  }

  private List<Double> returns(int at, int count) {
    List<Double> returns = new ArrayList<>();
    for (int i = at - count + 1; i <= at; i++) {
      returns.add(StrictMath.log(bars.get(i).close() / bars.get(i - 1).close()));
    }
    return returns;
  }

  private double volatility(int at, int count) {
    return at < count ? Double.NaN : deviation(returns(at, count), count - 1);
  }

  private List<Double> volatilities(int count) {
    List<Double> values = new ArrayList<>();
    for (int at = Math.max(0, last - count + 1); at <= last; at++) {
      values.add(volatility(at, 20));
    }
    return last - count + 1 < 20 ? List.of() : values;
  }

  private double realized(int count) {
    return last < count
        ? Double.NaN
        : StrictMath.sqrt(sum(returns(last, count).stream().map(r -> r * r).toList()));
  }

  private double parkinson(int count) {
    List<Double> squares =
        lastOf(
            each(b -> StrictMath.log(b.high() / b.low()) * StrictMath.log(b.high() / b.low())),
            count);
    return squares.isEmpty()
        ? Double.NaN
        : StrictMath.sqrt(sum(squares) / count / (4 * StrictMath.log(2)));
  }

  private double garmanKlass(int count) {
    List<Double> terms =
        lastOf(
            each(
                b -> {
                  double range = StrictMath.log(b.high() / b.low());
                  double body = StrictMath.log(b.close() / b.open());
                  return range * range / 2 - (2 * StrictMath.log(2) - 1) * body * body;
                }),
            count);
    return terms.isEmpty() ? Double.NaN : StrictMath.sqrt(StrictMath.max(0, sum(terms) / count));
  }

  private double bollinger(int count) {
    List<Double> prices = lastOf(closes(), count);
    return prices.isEmpty() ? Double.NaN : 4 * deviation(prices, count) / mean(prices);
  }

  private double volatilityRatio() {
    if (last < 100) {
      return Double.NaN;
    }
    double whole = volatility(last, 100);
    return whole == 0 ? 1 : volatility(last, 20) / whole;
  }

  private double volatilityOfVolatility() {
    List<Double> values = volatilities(60);
    if (values.isEmpty()) {
      return Double.NaN;
    }
    return mean(values) == 0 ? 0 : deviation(values, 59) / mean(values);
  }

  private double garch() {
    if (last < 1) {
      return Double.NaN;
    }
    double seconds = 60; // the registered sets: bars of a minute, or of no fixed length
    double longRun = 0.60 * 0.60 * (seconds / (365.25 * 86_400));
    double variance = longRun;
    for (double r : returns(last, last)) {
      variance = (1 - 0.10 - 0.88) * longRun + 0.10 * (r * r) + 0.88 * variance;
    }
    return StrictMath.sqrt(variance);
  }
}
