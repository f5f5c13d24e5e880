package org.tidemark.features.causality;

import static org.tidemark.features.causality.Series.DAY;
import static org.tidemark.features.causality.Series.HOUR;
import static org.tidemark.features.causality.Series.closes;
import static org.tidemark.features.causality.Series.deviation;
import static org.tidemark.features.causality.Series.each;
import static org.tidemark.features.causality.Series.ema;
import static org.tidemark.features.causality.Series.end;
import static org.tidemark.features.causality.Series.first;
import static org.tidemark.features.causality.Series.mean;
import static org.tidemark.features.causality.Series.of;
import static org.tidemark.features.causality.Series.quantile;
import static org.tidemark.features.causality.Series.reversed;
import static org.tidemark.features.causality.Series.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.tidemark.market.Bar;

/** Columns of bars that look ahead as real ones do, and the columns that were meant. */
final class ColumnZoo {
  private ColumnZoo() {}

  private static void add(List<BarColumn> to, String name, Function<List<Bar>, double[]> rule) {
    to.add(new BarColumn(name, rule));
  }

  /** Each uses bars that close after its row. */
  static List<BarColumn> leaks() {
    List<BarColumn> zoo = new ArrayList<>();
    add(zoo, "centred rolling mean", b -> window(closes(b), -5, 6));
    add(zoo, "z-score over the full sample", b -> zScore(closes(b)));
    add(zoo, "min-max over the full sample", b -> minMax(closes(b)));
    add(zoo, "backward fill of silent bars", b -> reversed(fill(reversed(spoken(b)))));
    add(zoo, "shift(-1)", b -> window(closes(b), 1, 2));
    add(zoo, "hourly resample labelled left", b -> each(b.size(), i -> last(b, i, HOUR)));
    add(
        zoo,
        "high of the day known at its open",
        b -> each(b.size(), i -> high(b, first(b, i, DAY), end(b, i, DAY))));
    add(zoo, "close of the day joined on the date", b -> each(b.size(), i -> last(b, i, DAY)));
    add(zoo, "as-of join in the wrong direction", b -> each(b.size(), i -> asOf(b, i, 1)));
    add(zoo, "as-of join to the nearest", b -> each(b.size(), i -> asOf(b, i, 0)));
    add(
        zoo,
        "percentile rank in the full sample",
        b -> each(b.size(), i -> share(closes(b), 0, b.size(), b.get(i).close())));
    add(zoo, "principal component of all rows", b -> component(b, b.size()));
    add(
        zoo,
        "robust scaler fitted on all rows",
        b ->
            each(
                b.size(),
                i -> b.get(i).volume() / (1 + quantile(of(b, Bar::volume), 0, b.size(), 0.75))));
    add(zoo, "target mean with the own row", b -> targetMean(b, 0));
    add(
        zoo,
        "smoothing both ways (filtfilt)",
        b -> reversed(ema(reversed(ema(closes(b), 0.2)), 0.2)));
    add(zoo, "wavelet of whole blocks", ColumnZoo::haarBlocks);
    add(zoo, "Kalman smoother", b -> kalman(closes(b))[1]);
    add(
        zoo,
        "VWAP of the whole session",
        b -> each(b.size(), i -> vwap(b, first(b, i, DAY), end(b, i, DAY))));
    add(
        zoo,
        "volume profile with the rest of the day",
        b -> each(b.size(), i -> pointOfControl(b, first(b, i, DAY), end(b, i, DAY))));
    add(
        zoo,
        "share of the day's volume",
        b ->
            each(
                b.size(),
                i ->
                    volume(b, first(b, i, DAY), i + 1)
                        / (1 + volume(b, first(b, i, DAY), end(b, i, DAY)))));
    add(
        zoo,
        "fill at the next open",
        b ->
            each(
                b.size(),
                i -> i + 1 < b.size() ? b.get(i + 1).open() / b.get(i).close() : Double.NaN));
    add(zoo, "adjusted by later factors", b -> backAdjusted(b));
    add(zoo, "linear interpolation of hourly readings", ColumnZoo::interpolated);
    add(zoo, "pivot high confirmed by later bars", b -> each(b.size(), i -> pivot(b, i, i)));
    add(
        zoo,
        "winsorised at full-sample quantiles",
        b ->
            each(b.size(), i -> Math.min(b.get(i).close(), quantile(closes(b), 0, b.size(), 0.9))));
    add(zoo, "detrended by a line through all rows", b -> detrended(closes(b), b.size()));
    add(zoo, "window chosen by its fit to all rows", ColumnZoo::bestWindow);
    return zoo;
  }

  /** Each is right. */
  static List<BarColumn> twins() {
    List<BarColumn> zoo = new ArrayList<>();
    add(zoo, "trailing rolling mean", b -> window(closes(b), -10, 1));
    add(zoo, "expanding z-score", ColumnZoo::expandingZScore);
    add(
        zoo,
        "expanding min-max",
        b -> each(b.size(), i -> minMax(Arrays.copyOf(closes(b), i + 1))[i]));
    add(zoo, "forward fill of silent bars", b -> fill(spoken(b)));
    add(zoo, "shift(1)", b -> window(closes(b), -1, 0));
    add(zoo, "close of the last full hour", b -> each(b.size(), i -> before(b, i, HOUR)));
    add(zoo, "high of the day so far", b -> each(b.size(), i -> high(b, first(b, i, DAY), i + 1)));
    add(zoo, "close of the day before", b -> each(b.size(), i -> before(b, i, DAY)));
    add(zoo, "as-of join backward", b -> each(b.size(), i -> asOf(b, i, -1)));
    add(
        zoo,
        "percentile rank so far",
        b -> each(b.size(), i -> share(closes(b), 0, i + 1, b.get(i).close())));
    add(
        zoo,
        "principal component of the first 100 rows",
        b -> each(b.size(), i -> i < 100 ? Double.NaN : component(b, 100)[i]));
    add(
        zoo,
        "robust scaler of the rows so far",
        b ->
            each(
                b.size(),
                i -> b.get(i).volume() / (1 + quantile(of(b, Bar::volume), 0, i + 1, 0.75))));
    add(zoo, "target mean of finished targets", b -> targetMean(b, 1));
    add(zoo, "smoothing one way", b -> ema(closes(b), 0.2));
    add(
        zoo,
        "trailing wavelet",
        b ->
            each(
                b.size(),
                i ->
                    i < 8
                        ? Double.NaN
                        : mean(closes(b), i - 3, i + 1) - mean(closes(b), i - 7, i - 3)));
    add(zoo, "Kalman filter", b -> kalman(closes(b))[0]);
    add(
        zoo,
        "VWAP of the session so far",
        b -> each(b.size(), i -> vwap(b, first(b, i, DAY), i + 1)));
    add(
        zoo,
        "volume profile of the day so far",
        b -> each(b.size(), i -> pointOfControl(b, first(b, i, DAY), i + 1)));
    add(
        zoo,
        "gap from the close before",
        b -> each(b.size(), i -> i == 0 ? Double.NaN : b.get(i).open() / b.get(i - 1).close()));
    add(
        zoo,
        "pivot high told two bars later",
        b -> each(b.size(), i -> i < 2 ? Double.NaN : pivot(b, i - 2, i)));
    add(
        zoo,
        "detrended by the line so far",
        b -> each(b.size(), i -> detrended(closes(b), i + 1)[i]));
    return zoo;
  }

  private static double[] window(double[] x, int from, int to) {
    return each(
        x.length, i -> i + from < 0 || i + to > x.length ? Double.NaN : mean(x, i + from, i + to));
  }

  private static double[] zScore(double[] x) {
    double mean = mean(x, 0, x.length);
    double deviation = deviation(x, 0, x.length) + 1e-9;
    return each(x.length, i -> (x[i] - mean) / deviation);
  }

  private static double[] expandingZScore(List<Bar> bars) {
    double[] x = closes(bars);
    return each(x.length, i -> (x[i] - mean(x, 0, i + 1)) / (deviation(x, 0, i + 1) + 1e-9));
  }

  private static double[] minMax(double[] x) {
    double low = Arrays.stream(x).min().orElseThrow();
    double high = Arrays.stream(x).max().orElseThrow();
    return each(x.length, i -> (x[i] - low) / (high - low));
  }

  private static double[] spoken(List<Bar> bars) {
    return of(
        bars,
        b -> Math.floorMod(b.openTimeNanos() / 900_000_000_000L, 7) < 3 ? Double.NaN : b.close());
  }

  private static double[] fill(double[] x) {
    double[] out = x.clone();
    for (int i = 1; i < x.length; i++) {
      out[i] = Double.isNaN(x[i]) ? out[i - 1] : x[i];
    }
    return out;
  }

  private static double last(List<Bar> bars, int i, long length) {
    return bars.get(end(bars, i, length) - 1).close();
  }

  /** Close of the span before the one that bar i lies in. */
  private static double before(List<Bar> bars, int i, long length) {
    int first = first(bars, i, length);
    return first == 0 ? Double.NaN : bars.get(first - 1).close();
  }

  private static double high(List<Bar> bars, int from, int to) {
    return bars.subList(from, to).stream().mapToDouble(Bar::high).max().orElseThrow();
  }

  private static double volume(List<Bar> bars, int from, int to) {
    return bars.subList(from, to).stream().mapToDouble(Bar::volume).sum();
  }

  private static double vwap(List<Bar> bars, int from, int to) {
    return bars.subList(from, to).stream().mapToDouble(b -> b.close() * b.volume()).sum()
        / (1e-9 + volume(bars, from, to));
  }

  /** The close of the bar with the most volume. */
  private static double pointOfControl(List<Bar> bars, int from, int to) {
    Bar most = bars.get(from);
    for (Bar bar : bars.subList(from, to)) {
      most = bar.volume() > most.volume() ? bar : most;
    }
    return most.close();
  }

  /** Readings are the closes of every fifth bar: the one before (-1), after (1) or nearest (0). */
  private static double asOf(List<Bar> bars, int i, int direction) {
    int before = i - i % 5;
    int after = Math.min(bars.size() - 1, i % 5 == 0 ? i : before + 5);
    boolean later = direction > 0 || direction == 0 && after - i < i - before;
    return bars.get(later ? after : before).close();
  }

  private static double[] interpolated(List<Bar> bars) {
    return each(
        bars.size(),
        i -> {
          double weight = i % 5 / 5.0;
          return asOf(bars, i, -1) * (1 - weight) + asOf(bars, i, 1) * weight;
        });
  }

  /** Projection of (return, range) on the direction in which the first rows vary most. */
  private static double[] component(List<Bar> bars, int rows) {
    double[] x = of(bars, b -> b.close() / b.open() - 1);
    double[] y = of(bars, b -> b.high() / b.low() - 1);
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < rows; i++) {
      xx += x[i] * x[i];
      xy += x[i] * y[i];
      yy += y[i] * y[i];
    }
    double angle = 0.5 * Math.atan2(2 * xy, xx - yy);
    return each(x.length, i -> x[i] * Math.cos(angle) + y[i] * Math.sin(angle));
  }

  /**
   * Mean next return of earlier rows of the same hour of day that are {@code delay} old or more.
   */
  private static double[] targetMean(List<Bar> bars, int delay) {
    double[] close = closes(bars);
    double[] target =
        each(close.length, i -> i + 1 < close.length ? close[i + 1] / close[i] - 1 : 0);
    return each(
        close.length,
        i -> {
          double sum = 0;
          int n = 0;
          for (int k = 0; k <= i - delay; k++) {
            if (Series.span(bars.get(k), HOUR) % 24 == Series.span(bars.get(i), HOUR) % 24) {
              sum += target[k];
              n++;
            }
          }
          return n == 0 ? Double.NaN : sum / n;
        });
  }

  private static double[] haarBlocks(List<Bar> bars) {
    double[] x = closes(bars);
    return each(
        x.length,
        i -> {
          int from = i - i % 8;
          return from + 8 > x.length
              ? Double.NaN
              : mean(x, from, from + 4) - mean(x, from + 4, from + 8);
        });
  }

  /** A random walk seen through noise: filtered, and smoothed backwards (Rauch, Tung, Striebel). */
  private static double[][] kalman(double[] x) {
    double[] level = x.clone();
    double[] variance = new double[x.length];
    variance[0] = 1;
    for (int i = 1; i < x.length; i++) {
      double prior = variance[i - 1] + 0.1;
      double gain = prior / (prior + 1);
      level[i] = level[i - 1] + gain * (x[i] - level[i - 1]);
      variance[i] = (1 - gain) * prior;
    }
    double[] smooth = level.clone();
    for (int i = x.length - 2; i >= 0; i--) {
      smooth[i] = level[i] + variance[i] / (variance[i] + 0.1) * (smooth[i + 1] - level[i]);
    }
    return new double[][] {level, smooth};
  }

  /** Overnight gaps are taken out of all earlier prices, as a continuous future's roll is. */
  private static double[] backAdjusted(List<Bar> bars) {
    double[] out = closes(bars);
    double factor = 1;
    for (int i = bars.size() - 2; i >= 0; i--) {
      if (Series.span(bars.get(i), DAY) != Series.span(bars.get(i + 1), DAY)) {
        factor *= bars.get(i + 1).open() / bars.get(i).close();
      }
      out[i] *= factor;
    }
    return out;
  }

  /** 1 when bar i tops its two neighbours on either side, as far as they are told. */
  private static double pivot(List<Bar> bars, int i, int told) {
    for (int k = Math.max(0, i - 2); k <= Math.min(bars.size() - 1, i + 2); k++) {
      if (k != i && bars.get(k).high() >= bars.get(i).high()) {
        return 0;
      }
    }
    return told >= i + 2 || told == i ? 1 : Double.NaN;
  }

  private static double[] detrended(double[] x, int rows) {
    double middle = (rows - 1) / 2.0;
    double mean = mean(x, 0, rows);
    double across = 0;
    double along = 1e-9;
    for (int i = 0; i < rows; i++) {
      across += (i - middle) * (x[i] - mean);
      along += (i - middle) * (i - middle);
    }
    double slope = across / along;
    return each(x.length, i -> x[i] - mean - slope * (i - middle));
  }

  /** The moving average, of several lengths, that is nearest to the next closes. */
  private static double[] bestWindow(List<Bar> bars) {
    double[] x = closes(bars);
    double[] best = x;
    double least = Double.POSITIVE_INFINITY;
    for (int length : new int[] {2, 3, 5, 8, 13, 21}) {
      double[] average = window(x, 1 - length, 1);
      double miss = 0;
      for (int i = length; i + 1 < x.length; i++) {
        miss += Math.abs(x[i + 1] - average[i]) / x.length;
      }
      if (miss < least) {
        least = miss;
        best = average;
      }
    }
    return best;
  }
}
