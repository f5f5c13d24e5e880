package org.tidemark.features.label;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that labeler ids are made of: spans like {@code 15m}, multiples like {@code 1.5x},
 * counts like {@code 5b}.
 */
final class Names {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}(?:\\.[0-9]{1,9})?");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,5}");
  private static final Duration LONGEST = Duration.ofDays(3660);

  private Names() {}

  /** In the largest unit that holds it whole. */
  static String of(Duration span) {
    long seconds = span.toSeconds();
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  static String of(double multiple) {
    return plain(multiple) + "x";
  }

  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  static Duration duration(String text, String id) {
    Matcher match = DURATION.matcher(text);
    if (!match.matches()) {
      throw unknown(id);
    }
    long count = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  static double multiple(String text, String id) {
    return number(text, "x", id);
  }

  /** A decimal number with a unit behind it. */
  static double number(String text, String unit, String id) {
    String digits = text.endsWith(unit) ? text.substring(0, text.length() - unit.length()) : "";
    if (!NUMBER.matcher(digits).matches()) {
      throw unknown(id);
    }
    return Double.parseDouble(digits);
  }

  /** A whole number with a word before and a unit behind it. */
  static int count(String text, String before, String unit, String id) {
    boolean framed = text.startsWith(before) && text.endsWith(unit);
    String digits = framed ? text.substring(before.length(), text.length() - unit.length()) : "";
    if (!COUNT.matcher(digits).matches()) {
      throw unknown(id);
    }
    return Integer.parseInt(digits);
  }

  /** Refuses what an id could not read back to the same number: at most nine decimals. */
  static void checkMultiple(String name, double value) {
    boolean fits = value >= 1e-3 && value <= 1000;
    if (!fits || number(plain(value), "", "") != value) {
      throw new IllegalArgumentException(
          name + " = " + value + " must be from 0.001 to 1000 with at most nine decimals");
    }
  }

  static IllegalArgumentException unknown(String id) {
    return new IllegalArgumentException(
        "label '"
            + id
            + "' is not of the form fixed-15m, fixed-15m-value, three-15m-10bp, three-15m-0.5x,"
            + " triple-1h-2x-1.5x, trend-1h-5b, trend-1h-5b-2t, trend-1h-5b-value,"
            + " meta-momentum20-1h-2x-1x, meta-cross10over50-1h-2x-1x, volatility-1h, drawdown-1h"
            + " or gap-15m-90s (units s, m, h, d;"
            + " those with a multiple may end in -span50)");
  }

  /** Refuses a horizon that is not a whole number of seconds from 1 s to ten years. */
  static void checkHorizon(Duration horizon) {
    if (horizon.compareTo(Duration.ofSeconds(1)) < 0
        || horizon.compareTo(LONGEST) > 0
        || horizon.getNano() != 0) {
      throw new IllegalArgumentException(
          "horizon " + horizon + " must be whole seconds from 1 s to " + LONGEST.toDays() + " d");
    }
  }
}
