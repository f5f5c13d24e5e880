package org.tidemark.features.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * The slow twins of V01 to V15: from the whole log, by the formulas, with nothing that the features
 * use. NaN where the log is too short.
 */
final class VolumeOracle {
  static final Set<String> COLUMNS =
      Set.of(
          "volume_ratio_5_60",
          "volume_ratio_15_120",
          "volume_ratio_60_240",
          "volume_ratio_1d_3d",
          "volume_momentum_20",
          "volume_acceleration_20",
          "point_of_control_distance_240",
          "value_area_high_distance_240",
          "value_area_low_distance_240",
          "session_vwap_deviation",
          "volume_weighted_price_20",
          "relative_volume_3d",
          "volume_rank_100",
          "volume_cluster_share_60",
          "volume_imbalance_20");

  private static final long HOUR = 3_600_000_000_000L;

  private final List<Bar> bars;
  private final List<MarketEvent> log;
  private final int last;

  private VolumeOracle(List<Bar> bars, List<MarketEvent> log) {
    this.bars = bars;
    this.log = log;
    this.last = bars.size() - 1;
  }

  static double value(String column, List<Bar> bars, List<MarketEvent> log) {
    return new VolumeOracle(bars, log).value(column);
  }

  private double value(String column) {
    return switch (column) {
      case "volume_ratio_5_60" -> ratio(5, 60);
      case "volume_ratio_15_120" -> ratio(15, 120);
      case "volume_ratio_60_240" -> ratio(60, 240);
      case "volume_ratio_1d_3d" -> daily();
      case "volume_momentum_20" -> last < 39 ? Double.NaN : momentum(last);
      case "volume_acceleration_20" ->
          last < 59 ? Double.NaN : momentum(last) - momentum(last - 20);
      case "point_of_control_distance_240" -> profile(0);
      case "value_area_high_distance_240" -> profile(1);
      case "value_area_low_distance_240" -> profile(-1);
      case "session_vwap_deviation" -> session();
      case "volume_weighted_price_20" -> weighted();
      case "relative_volume_3d" -> relative();
      case "volume_rank_100" -> rank();
      case "volume_cluster_share_60" -> clusters();
      case "volume_imbalance_20" -> imbalance();
      default -> throw new IllegalArgumentException("no slow twin for column " + column);
    };
  }

  private Bar now() {
    return bars.get(last);
  }

  /** Volume of the {@code count} bars that end at bar {@code at}. */
  private double volume(int at, int count) {
    return bars.subList(at - count + 1, at + 1).stream()
        .map(Bar::volume)
        .reduce(0.0, (sum, v) -> sum + v);
  }

  private double ratio(int shorter, int longer) {
    if (bars.size() < longer) {
      return Double.NaN;
    }
    double whole = volume(last, longer) / longer;
    return whole == 0 ? 1 : volume(last, shorter) / shorter / whole;
  }

  private static long hour(Bar bar) {
    return Math.floorDiv(bar.eventTimeNanos() - 1, HOUR);
  }

  private double mean(Predicate<Long> hourIsIn) {
    TreeMap<Long, Double> hours = new TreeMap<>();
    int count = 0;
    for (Bar bar : bars) {
      if (hourIsIn.test(hour(bar))) {
        hours.merge(hour(bar), bar.volume(), Double::sum);
        count++;
      }
    }
    return hours.values().stream().reduce(0.0, Double::sum) / count;
  }

  private boolean aDayHasPassed() {
    return now().eventTimeNanos() - bars.get(0).eventTimeNanos() >= 24 * HOUR;
  }

  private double daily() {
    if (!aDayHasPassed()) {
      return Double.NaN;
    }
    long hour = hour(now());
    double whole = mean(h -> h > hour - 72);
    return whole == 0 ? 1 : mean(h -> h > hour - 24) / whole;
  }

  private double relative() {
    if (!aDayHasPassed()) {
      return Double.NaN;
    }
    long hour = hour(now());
    double usual = mean(h -> h == hour - 24 || h == hour - 48 || h == hour - 72);
    return usual > 0 ? mean(h -> h == hour) / usual : 1;
  }

  private double momentum(int at) {
    double now = volume(at, 20);
    double before = volume(at - 20, 20);
    return now == 0 && before == 0 ? 0 : (now - before) / (now + before);
  }

  private static double typical(Bar bar) {
    return (bar.high() + bar.low() + bar.close()) / 3;
  }

  /** Point of control (0), or the end of the value area above (1) or below (-1). */
  private double profile(int which) {
    if (bars.size() < 240) {
      return Double.NaN;
    }
    List<Bar> window = bars.subList(last - 239, last + 1);
    boolean silent = window.stream().allMatch(b -> b.volume() == 0);
    TreeMap<Integer, Double> bins = new TreeMap<>();
    double total = 0;
    for (Bar bar : window) {
      double place = (typical(bar) / now().close() - 1) / 0.0005 + 0.5;
      int bin = (int) StrictMath.floor(StrictMath.max(-1000, StrictMath.min(1000, place)));
      double volume = silent ? 1 : bar.volume();
      if (volume > 0) {
        bins.merge(Math.max(-200, Math.min(200, bin)), volume, Double::sum);
      }
      total += volume;
    }
    int control = 0;
    for (int k : bins.keySet()) {
      double more = bins.get(k) - bins.getOrDefault(control, 0.0);
      boolean nearer = Math.abs(k) < Math.abs(control);
      control = more > 0 || (more == 0 && nearer) ? k : control;
    }
    TreeSet<Integer> area = new TreeSet<>(Set.of(control));
    double held = bins.get(control);
    while (held < 0.7 * total && area.size() < bins.size()) {
      Integer above = bins.higherKey(area.last());
      Integer below = bins.lowerKey(area.first());
      boolean up = below == null || (above != null && bins.get(above) >= bins.get(below));
      area.add(up ? above : below);
      held += bins.get(up ? above : below);
    }
    int bin = which == 0 ? control : which > 0 ? area.last() : area.first();
    return -bin * 0.0005 + 0.0;
  }

  private double session() {
    long day = Math.floorDiv(now().eventTimeNanos() - 1, 24 * HOUR);
    List<Bar> session = bars.stream().filter(b -> Math.floorDiv(hour(b), 24) == day).toList();
    double base = typical(session.get(0));
    double volume = session.stream().map(Bar::volume).reduce(0.0, Double::sum);
    double above = 0;
    for (Bar bar : session) {
      above += (typical(bar) - base) * (volume == 0 ? 1 : bar.volume());
    }
    return now().close() / (base + above / (volume == 0 ? session.size() : volume)) - 1;
  }

  private double weighted() {
    if (bars.size() < 20) {
      return Double.NaN;
    }
    double volume = volume(last, 20);
    if (volume == 0) {
      return 0;
    }
    double base = bars.get(last - 19).close();
    double turnover = 0;
    double plain = 0;
    for (Bar bar : bars.subList(last - 19, last + 1)) {
      turnover += (bar.close() - base) * bar.volume();
      plain += bar.close() - base;
    }
    return (base + turnover / volume) / (base + plain / 20) - 1;
  }

  private double rank() {
    if (bars.size() < 100) {
      return Double.NaN;
    }
    List<Bar> window = bars.subList(last - 99, last + 1);
    long less = window.stream().filter(b -> b.volume() < now().volume()).count();
    long equal = window.stream().filter(b -> b.volume() == now().volume()).count();
    return (less + (equal + 1) / 2.0) / 100;
  }

  private double clusters() {
    if (bars.size() < 60) {
      return Double.NaN;
    }
    List<Bar> window = bars.subList(last - 59, last + 1);
    double base = window.get(0).volume();
    double mean = base + window.stream().map(b -> b.volume() - base).reduce(0.0, Double::sum) / 60;
    List<Double> clusters = new ArrayList<>(List.of(0.0));
    for (Bar bar : window) {
      int end = clusters.size() - 1;
      if (bar.volume() > mean) {
        clusters.set(end, clusters.get(end) + bar.volume());
      } else {
        clusters.add(0.0);
      }
    }
    double largest = clusters.stream().max(Double::compare).orElseThrow();
    return largest == 0 ? 0 : largest / volume(last, 60);
  }

  private double imbalance() {
    if (bars.size() < 20) {
      return Double.NaN;
    }
    List<Double> net = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    double bought = 0;
    double sold = 0;
    for (MarketEvent event : log) {
      if (event instanceof Trade trade) {
        bought += trade.aggressor() == Aggressor.BUY ? trade.size() : 0;
        sold += trade.aggressor() == Aggressor.SELL ? trade.size() : 0;
      } else if (event instanceof Bar bar) {
        double rest = Math.max(0, bar.volume() - (bought + sold));
        double fromLow = bar.close() - bar.low();
        double fromHigh = bar.high() - bar.close();
        double x = bar.high() == bar.low() ? 0 : (fromLow - fromHigh) / (bar.high() - bar.low());
        net.add(bought - sold + rest * x);
        whole.add(bought + sold + rest);
        bought = 0;
        sold = 0;
      }
    }
    double all = whole.subList(last - 19, last + 1).stream().reduce(0.0, Double::sum);
    double side = net.subList(last - 19, last + 1).stream().reduce(0.0, Double::sum);
    return all == 0 ? 0 : side / all;
  }
}
