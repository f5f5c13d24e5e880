package org.tidemark.features.set;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tidemark.features.volatility.GarchFit;
import org.tidemark.market.Bar;

/**
 * The slow twins of the set {@code signals}: every column from the whole list of bars, from the
 * formula and from nothing that the features use. NaN where the list is too short.
 */
final class SignalOracle {
  private static final double[][] COSINE = new double[33][64];
  private static final double[][] SINE = new double[33][64];

  static {
    for (int k = 0; k <= 32; k++) {
      for (int t = 0; t < 64; t++) {
        COSINE[k][t] = StrictMath.cos(2 * StrictMath.PI * k * t / 64);
        SINE[k][t] = StrictMath.sin(2 * StrictMath.PI * k * t / 64);
      }
    }
  }

  private final List<Bar> bars;
  private final int last;

  private SignalOracle(List<Bar> bars) {
    this.bars = bars;
    this.last = bars.size() - 1;
  }

  /** The column's value after the last of {@code bars}. */
  static double value(String column, List<Bar> bars) {
    return new SignalOracle(bars).value(column);
  }

  private double value(String column) {
    int number = Character.getNumericValue(column.charAt(column.length() - 1));
    return switch (column) {
      case "lagged_return_1",
          "lagged_return_2",
          "lagged_return_3",
          "lagged_return_4",
          "lagged_return_5" ->
          last < 6 ? Double.NaN : logReturn(last - number);
      case "close_z_score_60" -> zScore(closes());
      case "volume_z_score_60" -> zScore(volumes());
      case "close_robust_score_60" -> robust(closes());
      case "volume_robust_score_60" -> robust(volumes());
      case "fractional_difference_40_100" -> fractional(0.4, 100);
      case "kalman_trend" -> kalman(0.1, 0.001)[0];
      case "kalman_noise" -> kalman(0.1, 0.001)[1];
      case "haar_energy_1", "haar_energy_2", "haar_energy_3", "haar_energy_4", "haar_energy_5" ->
          last < 95 ? Double.NaN : haar(number, 64);
      case "fourier_band_1_2" -> fourier(1, 2);
      case "fourier_band_3_4" -> fourier(3, 4);
      case "fourier_band_5_8" -> fourier(5, 8);
      case "fourier_band_9_16" -> fourier(9, 16);
      case "fourier_band_17_32" -> fourier(17, 32);
      case "trend_slope_60" -> last < 59 ? Double.NaN : line(logs(), last)[0];
      case "trend_seasonal_60" -> last < 59 ? Double.NaN : seasonal();
      case "trend_remainder_60" -> last < 59 ? Double.NaN : line(logs(), last)[1] - seasonal();
      case "bipower_volatility_60" -> StrictMath.sqrt(bipower());
      case "jump_share_60" -> jumpShare();
      case "amihud_illiquidity_60" -> amihud();
      case "roll_spread_60" -> roll();
      case "vpin_5_20" -> last < 60 ? Double.NaN : VpinOracle.value(bars);
      case "garch_fitted_volatility" -> last < 1 ? Double.NaN : garchFitted();
      case "minute_of_day_utc_sin" -> StrictMath.sin(minuteAngle());
      case "minute_of_day_utc_cos" -> StrictMath.cos(minuteAngle());
      case "day_of_week_utc_sin" -> StrictMath.sin(dayAngle());
      case "day_of_week_utc_cos" -> StrictMath.cos(dayAngle());
      default -> throw new IllegalArgumentException("no slow twin for column " + column);
    };
  }

  private double close(int at) {
    return bars.get(at).close();
  }

  private double logReturn(int at) {
    return StrictMath.log(close(at) / close(at - 1));
  }

  /** The {@code count} log returns that end at {@code at}, oldest first. */
  private double[] returns(int at, int count) {
    double[] returns = new double[count];
    for (int i = 0; i < count; i++) {
      returns[i] = logReturn(at - count + 1 + i);
    }
    return returns;
  }

  private double[] closes() {
    return bars.stream().mapToDouble(Bar::close).toArray();
  }

  private double[] volumes() {
    return bars.stream().mapToDouble(Bar::volume).toArray();
  }

  private static double[] newest(double[] values, int count) {
    return Arrays.copyOfRange(values, values.length - count, values.length);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  static double deviation(double[] values) {
    double sum = 0;
    double squares = 0;
    for (double value : values) {
      sum += value - values[0];
      squares += (value - values[0]) * (value - values[0]);
    }
    double rest = squares - sum * sum / values.length;
    return StrictMath.sqrt((rest > 0 ? rest : 0) / (values.length - 1));
  }

  private static double zScore(double[] all) {
    if (all.length < 60) {
      return Double.NaN;
    }
    double[] values = newest(all, 60);
    double sum = 0;
    for (double value : values) {
      sum += value - values[0];
    }
    double deviation = deviation(values);
    return deviation == 0 ? 0 : (values[59] - (values[0] + sum / 60)) / deviation;
  }

  private static double robust(double[] all) {
    if (all.length < 60) {
      return Double.NaN;
    }
    double[] values = newest(all, 60);
    double median = middle(values);
    double[] distances = new double[60];
    for (int i = 0; i < 60; i++) {
      distances[i] = StrictMath.abs(values[i] - median);
    }
    double scale = 1.4826 * middle(distances);
    if (scale == 0) {
      scale = 1.253314 * (sum(distances) / 60);
    }
    return scale == 0 ? 0 : (values[59] - median) / scale;
  }

  /** The mean of the 30th and 31st of 60, found by counting and not by sorting. */
  private static double middle(double[] values) {
    double low = Double.NaN;
    double high = Double.NaN;
    for (double value : values) {
      long less = Arrays.stream(values).filter(v -> v < value).count();
      long most = Arrays.stream(values).filter(v -> v <= value).count();
      low = less < 30 && most >= 30 ? value : low;
      high = less < 31 && most >= 31 ? value : high;
    }
    return (low + high) / 2;
  }

  private double fractional(double order, int count) {
    if (bars.size() < count) {
      return Double.NaN;
    }
    List<Double> weights = new ArrayList<>(List.of(1.0));
    for (int k = 1; k < count; k++) {
      weights.add(-weights.get(k - 1) * (order - k + 1) / k);
    }
    double sum = 0;
    for (int k = count - 1; k >= 0; k--) {
      sum += weights.get(k) * StrictMath.log(close(last - k));
    }
    return sum;
  }

  /** Slope and noise; the covariance p is a plain matrix here. */
  private double[] kalman(double levelNoise, double slopeNoise) {
    if (last < 1) {
      return new double[] {Double.NaN, Double.NaN};
    }
    double level = StrictMath.log(close(0));
    double slope = 0;
    double[][] p = {{1, 0}, {0, 1}};
    for (int i = 1; i <= last; i++) {
      double p00 = p[0][0] + 2 * p[0][1] + p[1][1] + levelNoise;
      double p01 = p[0][1] + p[1][1];
      double p11 = p[1][1] + slopeNoise;
      double surprise = StrictMath.log(close(i)) - (level + slope);
      double[] gain = {p00 / (p00 + 1), p01 / (p00 + 1)};
      level = level + slope + gain[0] * surprise;
      slope += gain[1] * surprise;
      p = new double[][] {{p00 - gain[0] * p00, p01 - gain[0] * p01}, {0, p11 - gain[1] * p01}};
    }
    return new double[] {slope, StrictMath.log(close(last)) - level};
  }

  private double haar(int level, int count) {
    double sum = 0;
    int half = 1 << (level - 1);
    for (int t = last - count + 1; t <= last; t++) {
      double coefficient = (sum(returns(t, half)) - sum(returns(t - half, half))) / (2 * half);
      sum += coefficient * coefficient;
    }
    return sum / count;
  }

  private double fourier(int from, int to) {
    if (last < 64) {
      return Double.NaN;
    }
    double all = fourierEnergy(1, 32);
    return all == 0 ? 0 : fourierEnergy(from, to) / all;
  }

  private double fourierEnergy(int from, int to) {
    double[] returns = returns(last, 64);
    double sum = 0;
    for (int k = from; k <= to; k++) {
      double re = 0;
      double im = 0;
      for (int t = 0; t < 64; t++) {
        re += (returns[t] - returns[0]) * COSINE[k][t];
        im += (returns[t] - returns[0]) * SINE[k][t];
      }
      sum += (k == 32 ? 1 : 2) * (re * re + im * im);
    }
    return sum;
  }

  /** Slope of the line through 60 log closes that end at a bar, and the bar's distance from it. */
  private static double[] line(double[] logs, int at) {
    double base = logs[at - 59];
    double sum = 0;
    double product = 0;
    for (int i = 0; i < 60; i++) {
      double y = logs[at - 59 + i] - base;
      sum += y;
      product += (i - 29.5) * y;
    }
    double slope = product / (60 * (60.0 * 60 - 1) / 12);
    return new double[] {slope, logs[at] - base - (sum / 60 + slope * 29.5)};
  }

  private double[] logs() {
    return bars.stream().mapToDouble(b -> StrictMath.log(b.close())).toArray();
  }

  private double seasonal() {
    double[] logs = logs();
    double mean = 0;
    int count = 0;
    for (int at = 59; at < last; at++) {
      if (utc(bars.get(at).openTimeNanos()).getHour()
          == utc(bars.get(last).openTimeNanos()).getHour()) {
        count++;
        mean += (line(logs, at)[1] - mean) / count;
      }
    }
    return mean;
  }

  private static LocalDateTime utc(long nanos) {
    return LocalDateTime.ofInstant(Instant.ofEpochSecond(0, nanos), ZoneOffset.UTC);
  }

  private double bipower() {
    if (last < 60) {
      return Double.NaN;
    }
    double sum = 0;
    for (int at = last - 58; at <= last; at++) {
      sum += StrictMath.abs(logReturn(at - 1)) * StrictMath.abs(logReturn(at));
    }
    return StrictMath.PI / 2 * (60 / 59.0) * sum;
  }

  private double jumpShare() {
    if (last < 60) {
      return Double.NaN;
    }
    double squares = 0;
    for (double r : returns(last, 60)) {
      squares += r * r;
    }
    return squares == 0 ? 0 : StrictMath.max(0, 1 - bipower() / squares);
  }

  private double amihud() {
    if (last < 60) {
      return Double.NaN;
    }
    double sum = 0;
    int count = 0;
    for (int at = last - 59; at <= last; at++) {
      if (bars.get(at).volume() != 0) {
        sum += StrictMath.abs(logReturn(at)) / (close(at) * bars.get(at).volume());
        count++;
      }
    }
    return count == 0 ? 0 : 1e6 * (sum / count);
  }

  private double roll() {
    if (last < 60) {
      return Double.NaN;
    }
    double[] r = returns(last, 60);
    double before = 0;
    double after = 0;
    double products = 0;
    for (int i = 1; i < 60; i++) {
      before += r[i - 1] - r[0];
      after += r[i] - r[0];
      products += (r[i - 1] - r[0]) * (r[i] - r[0]);
    }
    double covariance = (products - before * after / 59) / 58;
    return covariance >= 0 ? 0 : 2 * StrictMath.sqrt(-covariance);
  }

  /** The estimate itself is compared with another implementation's; here it is when and of what. */
  private double garchFitted() {
    double seconds = (bars.get(0).eventTimeNanos() - bars.get(0).openTimeNanos()) / 1e9;
    double longRun = 0.60 * 0.60 * (seconds / (365.25 * 86_400));
    double[] fixed = {(1 - 0.10 - 0.88) * longRun, 0.10, 0.88};
    double[] now = fixed;
    double variance = longRun;
    for (int at = 1; at <= last; at++) {
      boolean newDay =
          utc(bars.get(at).openTimeNanos()).getDayOfYear()
              != utc(bars.get(at - 1).openTimeNanos()).getDayOfYear();
      if (newDay && at - 1 >= 500) {
        Optional<GarchFit> fit = GarchFit.of(returns(at - 1, Math.min(1_000, at - 1)));
        now = fit.map(f -> new double[] {f.omega(), f.alpha(), f.beta()}).orElse(fixed);
        variance = fit.map(GarchFit::nextVariance).orElse(variance);
      }
      double r = logReturn(at);
      variance = now[0] + now[1] * (r * r) + now[2] * variance;
    }
    return StrictMath.sqrt(variance);
  }

  private double minuteAngle() {
    LocalDateTime close = utc(bars.get(last).eventTimeNanos());
    return 2 * StrictMath.PI * ((close.getHour() * 60 + close.getMinute()) / 1440.0);
  }

  private double dayAngle() {
    DayOfWeek day = utc(bars.get(last).eventTimeNanos()).getDayOfWeek();
    return 2 * StrictMath.PI * ((day.getValue() - 1) / 7.0);
  }
}
