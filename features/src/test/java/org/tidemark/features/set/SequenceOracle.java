package org.tidemark.features.set;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tidemark.market.Bar;

/**
 * The slow twins of the set {@code momentum}: each column is a number of one bar, taken after the
 * younger ones are cut off. NaN until the oldest of the twenty has one.
 */
final class SequenceOracle {
  private static final Pattern COLUMN = Pattern.compile("(.*)_ago_(\\d+)");
  private static final int BARS = 20;

  private SequenceOracle() {}

  static boolean knows(String column) {
    return COLUMN.matcher(column).matches();
  }

  /** The column's value after the last of {@code bars}. */
  static double value(String column, List<Bar> bars) {
    Matcher parts = COLUMN.matcher(column);
    if (!parts.matches()) {
      throw new IllegalArgumentException("no slow twin for column " + column);
    }
    String number = parts.group(1);
    if (bars.size() < BARS || Double.isNaN(of(number, cut(bars, BARS - 1)))) {
      return Double.NaN;
    }
    return of(number, cut(bars, Integer.parseInt(parts.group(2))));
  }

  private static List<Bar> cut(List<Bar> bars, int youngest) {
    return bars.subList(0, bars.size() - youngest);
  }

  /** The number of the last bar. */
  private static double of(String number, List<Bar> bars) {
    Bar bar = bars.get(bars.size() - 1);
    return switch (number) {
      case "log_return" ->
          bars.size() < 2
              ? Double.NaN
              : StrictMath.log(bar.close() / bars.get(bars.size() - 2).close());
      case "bar_range" -> (bar.high() - bar.low()) / bar.close();
      case "close_location" ->
          bar.high() == bar.low() ? 0.5 : (bar.close() - bar.low()) / (bar.high() - bar.low());
      default -> SignalOracle.value(number, bars);
    };
  }
}
