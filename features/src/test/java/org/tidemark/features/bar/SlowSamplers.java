package org.tidemark.features.bar;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tidemark.features.Sampler;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.market.session.Continuous;
import org.tidemark.market.session.Session;

/**
 * The slow obvious twins of the samplers: they look at the whole list of trades, in order of time,
 * and sum anew from the first trade of a bar at every step.
 */
final class SlowSamplers {
  private SlowSamplers() {}

  static List<Bar> bars(Sampler<?> sampler, List<MarketEvent> events) {
    List<Trade> trades =
        events.stream().filter(Trade.class::isInstance).map(Trade.class::cast).toList();
    long last = events.isEmpty() ? 0 : events.get(events.size() - 1).eventTimeNanos();
    if (sampler instanceof TimeBars bars) {
      return grid(new SessionBars(new Continuous(), bars.length()), trades, last);
    } else if (sampler instanceof SessionBars bars) {
      return grid(bars, trades, last);
    }
    List<Bar> bars = new ArrayList<>();
    long end = Long.MIN_VALUE;
    int from = 0;
    for (int to = 1; to <= trades.size(); to++) {
      if (isFull(sampler, trades, from, to)) {
        List<Trade> group = trades.subList(from, to);
        long open = Math.max(end, group.get(0).eventTimeNanos());
        long latest = group.stream().mapToLong(Trade::eventTimeNanos).max().getAsLong();
        end = Math.floorDiv(Math.max(open, latest), 1_000L) * 1_000 + 1_000;
        bars.add(bar(group, open, end));
        from = to;
      }
    }
    return bars;
  }

  private static boolean isFull(Sampler<?> sampler, List<Trade> trades, int from, int to) {
    List<Trade> group = trades.subList(from, to);
    if (sampler instanceof TickBars bars) {
      return group.size() >= bars.count();
    } else if (sampler instanceof VolumeBars bars) {
      return group.stream().mapToDouble(Trade::size).sum() >= bars.size();
    } else if (sampler instanceof DollarBars bars) {
      return group.stream().mapToDouble(t -> t.price() * t.size()).sum() >= bars.value();
    }
    ImbalanceBars bars = (ImbalanceBars) sampler;
    double expected = expected(bars, trades.subList(0, from));
    double theta = Math.abs(sum(bars, trades, from, to));
    int size = to - from;
    if (expected == 0) {
      return size == bars.ticks();
    }
    return size == 10 * bars.ticks() || size >= Math.max(2, bars.ticks() / 10) && theta >= expected;
  }

  /** Weighted mean of the absolute sums of the complete blocks among the first trades. */
  private static double expected(ImbalanceBars bars, List<Trade> trades) {
    double mean = 0;
    double weights = 0;
    for (int end = bars.ticks(); end <= trades.size(); end += bars.ticks()) {
      weights = weights * (19.0 / 21) + 1;
      mean += (Math.abs(sum(bars, trades, end - bars.ticks(), end)) - mean) / weights;
    }
    return mean;
  }

  private static double sum(ImbalanceBars bars, List<Trade> trades, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += side(trades, i) * (bars instanceof TickImbalanceBars ? 1 : trades.get(i).size());
    }
    return sum;
  }

  private static int side(List<Trade> trades, int at) {
    return switch (trades.get(at).aggressor()) {
      case BUY -> 1;
      case SELL -> -1;
      case UNKNOWN -> {
        double move = at == 0 ? 0 : trades.get(at).price() - trades.get(at - 1).price();
        yield move != 0 ? (int) Math.signum(move) : at == 0 ? 0 : side(trades, at - 1);
      }
    };
  }

  /** Groups the trades by session and cell of the grid; a group is closed when its end has come. */
  private static List<Bar> grid(SessionBars sampler, List<Trade> trades, long lastNanos) {
    Map<String, List<Trade>> cells = new LinkedHashMap<>();
    Map<String, long[]> spans = new LinkedHashMap<>();
    Duration length = sampler.length();
    for (Trade trade : trades) {
      for (Session session : sampler.calendar().at(trade.eventTimeNanos()).stream().toList()) {
        long from = session.openNanos();
        while (from + length.toNanos() <= trade.eventTimeNanos()) {
          from += length.toNanos();
        }
        String cell = session.date() + " " + from;
        cells.computeIfAbsent(cell, k -> new ArrayList<>()).add(trade);
        spans.put(cell, new long[] {from, Math.min(from + length.toNanos(), session.closeNanos())});
      }
    }
    List<Bar> bars = new ArrayList<>();
    cells.forEach(
        (cell, group) -> {
          if (spans.get(cell)[1] <= lastNanos) {
            bars.add(bar(group, spans.get(cell)[0], spans.get(cell)[1]));
          }
        });
    return bars;
  }

  /** The bar of some trades over a span. */
  static Bar bar(List<Trade> group, long open, long end) {
    Trade last = group.get(group.size() - 1);
    return new Bar(
        last.instrument(),
        last.offset(),
        end,
        open,
        group.get(0).price(),
        group.stream().mapToDouble(Trade::price).max().getAsDouble(),
        group.stream().mapToDouble(Trade::price).min().getAsDouble(),
        last.price(),
        group.stream().mapToDouble(Trade::size).sum());
  }
}
