package org.tidemark.features.set;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.Book.Level;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;

/**
 * The slow twins of O01 to O10: from the whole log, by the formulas, with nothing that the features
 * use. NaN before the first usable quote or book.
 */
final class BookOracle {
  static final Set<String> COLUMNS =
      Set.of(
          "bid_ask_spread",
          "book_imbalance_5",
          "market_depth_10_60",
          "liquidity_score_10_60",
          "bid_ask_ratio",
          "order_size_entropy_10",
          "microprice_deviation",
          "depth_ratio_10",
          "spread_volatility_60",
          "liquidity_concentration_10");

  /** A book of any number of levels. */
  private record Sides(List<Level> bids, List<Level> asks) {
    double spread() {
      double bid = bids.get(0).price();
      double ask = asks.get(0).price();
      return (ask - bid) / ((bid + ask) / 2);
    }

    double size(int levels) {
      return sum(bids, levels) + sum(asks, levels);
    }
  }

  private BookOracle() {}

  static double value(String column, List<MarketEvent> log) {
    List<Sides> best = standing(log, false);
    List<Sides> books = standing(log, true);
    if (best.isEmpty()) {
      return Double.NaN;
    }
    Sides top = best.get(best.size() - 1);
    Sides book = books.get(books.size() - 1);
    double bid = top.bids().get(0).size();
    double ask = top.asks().get(0).size();
    return switch (column) {
      case "bid_ask_spread" -> top.spread();
      case "bid_ask_ratio" -> logRatio(bid, ask);
      case "microprice_deviation" ->
          bid + ask == 0 ? 0 : top.spread() / 2 * ((bid - ask) / (bid + ask));
      case "spread_volatility_60" ->
          deviation(lastOf(best.stream().map(Sides::spread).toList(), 60));
      case "book_imbalance_5" -> {
        double all = book.size(5);
        yield all == 0 ? 0 : (sum(book.bids(), 5) - sum(book.asks(), 5)) / all;
      }
      case "depth_ratio_10" -> logRatio(sum(book.bids(), 10), sum(book.asks(), 10));
      case "order_size_entropy_10" -> entropy(book);
      case "liquidity_concentration_10" -> book.size(10) == 0 ? 1 : book.size(1) / book.size(10);
      case "market_depth_10_60" -> {
        List<Double> depths = lastOf(books.stream().map(s -> s.size(10)).toList(), 60);
        double usual = depths.stream().reduce(0.0, Double::sum) / depths.size();
        yield usual == 0 ? 1 : depths.get(depths.size() - 1) / usual;
      }
      case "liquidity_score_10_60" -> liquidity(book, log);
      default -> throw new IllegalArgumentException("no slow twin for column " + column);
    };
  }

  /**
   * What stood at each bar from the first usable quote or book on: whichever came last, or, for
   * depth, the last book once there was one.
   */
  private static List<Sides> standing(List<MarketEvent> log, boolean booksFirst) {
    List<Sides> atBars = new ArrayList<>();
    Sides now = null;
    boolean book = false;
    for (MarketEvent event : log) {
      if (event instanceof Bar && now != null) {
        atBars.add(now);
      } else if (event instanceof Quote q
          && q.isTwoSided()
          && !q.isCrossed()
          && !(booksFirst && book)) {
        now =
            new Sides(
                List.of(new Level(q.bid(), q.bidSize())), List.of(new Level(q.ask(), q.askSize())));
      } else if (event instanceof Book b
          && b.bids().size() * b.asks().size() > 0
          && !(b.bids().get(0).price() > b.asks().get(0).price())) {
        now = new Sides(b.bids(), b.asks());
        book = true;
      }
    }
    return atBars;
  }

  private static double sum(List<Level> side, int levels) {
    return side.stream().limit(levels).map(Level::size).reduce(0.0, (sum, size) -> sum + size);
  }

  private static double logRatio(double bid, double ask) {
    if (bid == ask) {
      return 0;
    } else if (bid >= 100 * ask || bid / ask > 100) {
      return StrictMath.log(100);
    } else if (ask >= 100 * bid || bid / ask < 0.01) {
      return StrictMath.log(0.01);
    }
    return StrictMath.log(bid / ask);
  }

  private static List<Double> lastOf(List<Double> values, int count) {
    return values.subList(Math.max(0, values.size() - count), values.size());
  }

  private static double deviation(List<Double> values) {
    List<Double> d = values.stream().map(v -> v - values.get(0)).toList();
    double squares = d.stream().map(x -> x * x).reduce(0.0, Double::sum);
    double sum = d.stream().reduce(0.0, Double::sum);
    double rest = squares - sum * sum / values.size();
    return StrictMath.sqrt((rest > 0 ? rest : 0) / values.size());
  }

  private static double entropy(Sides book) {
    double total = book.size(10);
    List<Double> sizes =
        Stream.concat(book.bids().stream().limit(10), book.asks().stream().limit(10))
            .map(Level::size)
            .toList();
    double sum = 0;
    for (double size : sizes) {
      double p = size / total;
      sum += p > 0 ? -p * StrictMath.log(p) : 0;
    }
    return total == 0 ? 1 : sum / StrictMath.log(sizes.size());
  }

  private static double liquidity(Sides book, List<MarketEvent> log) {
    List<Double> volumes =
        lastOf(
            log.stream().filter(Bar.class::isInstance).map(e -> ((Bar) e).volume()).toList(), 60);
    double quantity = volumes.stream().reduce(0.0, Double::sum) / volumes.size();
    double bid = book.bids().get(0).price();
    double ask = book.asks().get(0).price();
    double cost = ask - bid + walk(book.asks(), quantity) + walk(book.bids(), quantity);
    return 1 / (1 + 10_000 * cost / ((bid + ask) / 2));
  }

  /** How far the mean price of trading a quantity is from the best price. */
  private static double walk(List<Level> side, double quantity) {
    List<Level> levels = side.subList(0, Math.min(10, side.size()));
    double[] rest = {quantity};
    double distance =
        IntStream.range(0, levels.size())
            .mapToObj(
                i -> {
                  boolean last = i == levels.size() - 1;
                  double taken = last ? rest[0] : Math.min(rest[0], levels.get(i).size());
                  rest[0] -= taken;
                  return taken * Math.abs(levels.get(i).price() - levels.get(0).price());
                })
            .reduce(0.0, Double::sum);
    return quantity == 0 ? 0 : distance / quantity;
  }
}
