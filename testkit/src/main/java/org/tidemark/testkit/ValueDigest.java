package org.tidemark.testkit;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * A digest of columns of numbers that another program can make too: per column the sum of place
 * (from 1) times the bits of the double, modulo 2^64, so that every row, its place and every bit
 * count. NaN counts as 0.
 */
public final class ValueDigest {
  private long[] sums = new long[0];
  private long[] places = new long[0];

  /** The numbers of an event by column; a book has four columns of as many numbers as levels. */
  public static double[][] columns(MarketEvent event) {
    if (event instanceof Trade trade) {
      return new double[][] {{trade.price()}, {trade.size()}};
    }
    if (event instanceof Quote quote) {
      return new double[][] {{quote.bid()}, {quote.bidSize()}, {quote.ask()}, {quote.askSize()}};
    }
    if (event instanceof Book book) {
      return new double[][] {
        side(book.bids(), Book.Level::price),
        side(book.bids(), Book.Level::size),
        side(book.asks(), Book.Level::price),
        side(book.asks(), Book.Level::size)
      };
    }
    Bar bar = (Bar) event;
    return new double[][] {{bar.open()}, {bar.high()}, {bar.low()}, {bar.close()}, {bar.volume()}};
  }

  private static double[] side(List<Book.Level> levels, ToDoubleFunction<Book.Level> part) {
    return levels.stream().mapToDouble(part).toArray();
  }

  /** Takes in the next numbers of every column. */
  public void add(double[][] columns) {
    if (sums.length == 0) {
      sums = new long[columns.length];
      places = new long[columns.length];
    }
    for (int i = 0; i < columns.length; i++) {
      for (double value : columns[i]) {
        sums[i] += ++places[i] * (Double.isNaN(value) ? 0 : Double.doubleToLongBits(value));
      }
    }
  }

  /** Sixteen hexadecimal digits a column, joined by colons. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (long sum : sums) {
      text.append(text.length() == 0 ? "" : ":").append(String.format("%016x", sum));
    }
    return text.toString();
  }
}
