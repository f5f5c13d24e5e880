package org.tidemark.features.cross;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tidemark.features.set.CrossSets;
import org.tidemark.market.Bar;

/**
 * The slow twin of stage two: every value anew from all bars, with the formulas written out and
 * nothing kept from one row to the next.
 */
final class CrossOracle {
  /** One list of closes by end of bar for each member, in the universe's order. */
  private final List<TreeMap<Long, Bar>> bars = new ArrayList<>();

  private final Universe universe;

  /**
   * @param logs each member's closed bars, ends rising, in the universe's order
   */
  CrossOracle(Universe universe, List<List<Bar>> logs) {
    this.universe = universe;
    for (int i = 0; i < logs.size(); i++) {
      TreeMap<Long, Bar> own = new TreeMap<>();
      Universe.Member member = universe.members().get(i);
      logs.get(i).stream()
          .filter(bar -> member.includes(bar.eventTimeNanos()))
          .forEach(bar -> own.put(bar.eventTimeNanos(), bar));
      bars.add(own);
    }
  }

  /** One row: the bar, and the bits of its values. */
  record Row(Bar bar, List<Integer> bits) {}

  /** Every row up to a time, by time and member. */
  List<Row> rows(long untilNanos) {
    TreeSet<Long> times = new TreeSet<>();
    bars.forEach(own -> times.addAll(own.keySet()));
    List<Row> rows = new ArrayList<>();
    for (long time : times.headSet(untilNanos, true)) {
      for (int i = 0; i < bars.size(); i++) {
        if (bars.get(i).containsKey(time)) {
          rows.add(row(i, time));
        }
      }
    }
    return rows;
  }

  private Row row(int member, long time) {
    List<Integer> bits = new ArrayList<>();
    for (CrossFeature feature : CrossSets.FEATURES) {
      bits.add(Float.floatToRawIntBits((float) value(feature.output().name(), member, time)));
    }
    return new Row(bars.get(member).get(time), bits);
  }

  private boolean hasReturn(int member, long time) {
    return bars.get(member).containsKey(time) && bars.get(member).lowerKey(time) != null;
  }

  private double ownReturn(int member, long time) {
    TreeMap<Long, Bar> own = bars.get(member);
    return StrictMath.log(own.get(time).close() / own.lowerEntry(time).getValue().close());
  }

  /** Mean of the others at one market time. */
  private double othersAt(int member, long time) {
    double before = 0;
    double after = 0;
    int count = 0;
    for (int i = 0; i < member; i++) {
      if (hasReturn(i, time)) {
        before += ownReturn(i, time);
        count++;
      }
    }
    for (int i = bars.size() - 1; i > member; i--) {
      if (hasReturn(i, time)) {
        after += ownReturn(i, time);
        count++;
      }
    }
    return count == 0 ? 0 : (before + after) / count;
  }

  /** The others since the member's bar before. */
  private double marketReturn(int member, long time) {
    TreeSet<Long> times = new TreeSet<>();
    long since = bars.get(member).lowerKey(time);
    bars.forEach(own -> times.addAll(own.subMap(since, false, time, true).keySet()));
    double sum = 0;
    for (long t : times) {
      sum += othersAt(member, t);
    }
    return sum;
  }

  private double value(String column, int member, long time) {
    List<Double> own = new ArrayList<>();
    List<Double> market = new ArrayList<>();
    for (long t : bars.get(member).headMap(time, true).keySet()) {
      if (hasReturn(member, t)) {
        own.add(ownReturn(member, t));
        market.add(marketReturn(member, t));
      }
    }
    int n = own.size();
    List<Double> all =
        IntStream.range(0, bars.size())
            .filter(i -> hasReturn(i, time))
            .mapToObj(i -> ownReturn(i, time))
            .toList();
    double members =
        universe.members().stream().filter(m -> m.includes(time)).mapToInt(m -> 1).sum();
    return switch (column) {
      case "market_return" -> n < 1 ? Double.NaN : market.get(n - 1);
      case "market_beta_60" -> n < 60 ? Double.NaN : beta(own, market, n - 60, n);
      case "market_correlation_60" -> n < 60 ? Double.NaN : correlation(own, market, n - 60, n);
      case "idiosyncratic_return_60" -> n < 61 ? Double.NaN : residual(own, market, n);
      case "relative_strength_15" -> n < 15 ? Double.NaN : ahead(own, market, n - 15, n);
      case "relative_strength_60" -> n < 60 ? Double.NaN : ahead(own, market, n - 60, n);
      case "market_breadth" ->
          (all.stream().filter(r -> r > 0).count() - all.stream().filter(r -> r < 0).count())
              / members;
      case "market_participation" ->
          bars.stream().filter(b -> b.containsKey(time)).count() / members;
      case "return_rank" -> n < 1 ? Double.NaN : rank(own.get(n - 1), all);
      default -> throw new IllegalArgumentException(column + " has no twin");
    };
  }

  private static double rank(double own, List<Double> all) {
    double less = all.stream().filter(r -> r < own).count();
    double equal = all.stream().filter(r -> r == own).count();
    return (less + (equal + 1) / 2) / all.size();
  }

  private static double ahead(List<Double> own, List<Double> market, int from, int to) {
    return sum(own.subList(from, to)) - sum(market.subList(from, to));
  }

  private static double sum(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private static double mean(List<Double> values) {
    double first = values.get(0);
    return first + sum(values.stream().map(v -> v - first).toList()) / values.size();
  }

  private static double products(List<Double> x, List<Double> y) {
    double meanX = mean(x);
    double meanY = mean(y);
    return sum(
        IntStream.range(0, x.size())
            .mapToObj(i -> (x.get(i) - meanX) * (y.get(i) - meanY))
            .toList());
  }

  private static double beta(List<Double> own, List<Double> market, int from, int to) {
    List<Double> y = market.subList(from, to);
    double spread = products(y, y);
    return spread == 0 ? 0 : products(own.subList(from, to), y) / spread;
  }

  private static double correlation(List<Double> own, List<Double> market, int from, int to) {
    List<Double> x = own.subList(from, to);
    List<Double> y = market.subList(from, to);
    double ownSpread = products(x, x);
    double marketSpread = products(y, y);
    if (ownSpread == 0 || marketSpread == 0) {
      return 0;
    }
    double r = products(x, y) / (StrictMath.sqrt(ownSpread) * StrictMath.sqrt(marketSpread));
    return r > 1 ? 1 : r < -1 ? -1 : r;
  }

  private static double residual(List<Double> own, List<Double> market, int n) {
    double beta = beta(own, market, n - 61, n - 1);
    double alpha = mean(own.subList(n - 61, n - 1)) - beta * mean(market.subList(n - 61, n - 1));
    return own.get(n - 1) - (alpha + beta * market.get(n - 1));
  }
}
