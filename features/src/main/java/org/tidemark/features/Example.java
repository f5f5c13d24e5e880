package org.tidemark.features;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Book;

/**
 * A worked example: one-minute bars without gaps, with quotes, books and trades between them, and
 * the outputs at the last bar.
 *
 * @param given the steps in words
 * @param steps oldest first; the last is a bar
 * @param working how the value comes about
 * @param expected one value per output
 */
public record Example(String given, List<Step> steps, String working, List<Double> expected)
    implements Serializable {
  /** One event of an example. */
  public sealed interface Step extends Serializable {}

  /** The numbers of one bar. */
  public record Ohlcv(double open, double high, double low, double close, double volume)
      implements Step {}

  /** A trade. */
  public record Print(double price, double size, Aggressor aggressor) implements Step {}

  /** A quote. */
  public record Top(double bid, double bidSize, double ask, double askSize) implements Step {}

  /** A book. */
  public record Levels(List<Book.Level> bids, List<Book.Level> asks) implements Step {}

  /** A run of equal or evenly rising prices inside an example. */
  public record Run(String words, List<Double> prices) implements Serializable {}

  public Example {
    steps = List.copyOf(steps);
    expected = List.copyOf(expected);
  }

  /** Bars whose open, high, low and close are one price, with volume 1. */
  public static Example prices(List<Run> runs, String working, Double... expected) {
    List<String> words = new ArrayList<>();
    List<Step> bars = new ArrayList<>();
    for (Run run : runs) {
      words.add(run.words());
      run.prices().forEach(p -> bars.add(new Ohlcv(p, p, p, p, 1)));
    }
    return new Example("prices " + String.join(", then ", words), bars, working, List.of(expected));
  }

  /** Bars of all five numbers. */
  public static Example bars(List<Ohlcv> bars, String given, String working, Double... expected) {
    return new Example(given, List.copyOf(bars), working, List.of(expected));
  }

  /** Bars and other events. */
  public static Example steps(List<Step> steps, String given, String working, Double... expected) {
    return new Example(given, steps, working, List.of(expected));
  }

  /** The price {@code price}, {@code count} times. */
  public static Run flat(int count, double price) {
    return new Run(
        count == 1 ? number(price) : count + " times " + number(price),
        Collections.nCopies(count, price));
  }

  /** The prices {@code first, first + 1, ..., last}. */
  public static Run rise(int first, int last) {
    List<Double> prices = new ArrayList<>();
    for (int price = first; price <= last; price++) {
      prices.add((double) price);
    }
    return new Run(first + ", " + (first + 1) + ", ..., " + last, prices);
  }

  /** The two prices in turn, {@code count} prices in all. */
  public static Run turns(int count, double first, double second) {
    List<Double> prices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      prices.add(i % 2 == 0 ? first : second);
    }
    return new Run(
        number(first) + " and " + number(second) + " in turn, " + count + " in all", prices);
  }

  private static String number(double value) {
    return value == StrictMath.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
