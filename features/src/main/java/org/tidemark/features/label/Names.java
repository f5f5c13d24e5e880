package org.tidemark.features.label;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words that labeler ids are made of: spans like {@code 15m} and multiples like {@code 1.5x}.
 */
final class Names {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,8})([smhd])");
  private static final Pattern MULTIPLE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,9})?)x");
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
    return BigDecimal.valueOf(multiple).stripTrailingZeros().toPlainString() + "x";
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
    Matcher match = MULTIPLE.matcher(text);
    if (!match.matches()) {
      throw unknown(id);
    }
    return Double.parseDouble(match.group(1));
  }

  static IllegalArgumentException unknown(String id) {
    return new IllegalArgumentException(
        "label '"
            + id
            + "' is not of the form fixed-15m, fixed-15m-value or triple-1h-2x-1.5x"
            + " (units s, m, h, d)");
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
