package org.tidemark.lakehouse.ingest;

import static org.tidemark.lakehouse.ingest.RejectedRow.quote;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Reads decimal texts. An accepted number is exactly the double nearest to the text, bit for bit
 * what {@code Double.parseDouble} gives, and {@code BigDecimal.valueOf} of that double equals the
 * text, so it is stored as DECIMAL(38,18) without a change. Up to 15 digits and below 1e15 always
 * fit; JDK 17 prints some larger doubles with more digits than needed, and those are rejected.
 */
final class NumberText {
  private static final int MAX_DECIMALS = 18;
  private static final int MAX_INTEGER_DIGITS = 20;
  private static final int MAX_LENGTH = 400;
  private static final int EXACT_DIGITS = 15;
  private static final Pattern DECIMAL =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");
  private static final Pattern WORD = Pattern.compile("(?i)[+-]?(nan|inf|infinity)");
  private static final double[] POWERS = new double[23];
  private static final long[] LONG_POWERS = new long[19];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++, power *= 10) {
      POWERS[i] = power;
    }
    long whole = 1;
    for (int i = 0; i < LONG_POWERS.length; i++, whole *= 10) {
      LONG_POWERS[i] = whole;
    }
  }

  private NumberText() {}

  /** A price: finite and above 0. The text is in units of 10^-scale. */
  static double price(String name, char[] chars, int from, int to, int scale) throws RejectedRow {
    double value = decimal(name, chars, from, to, scale);
    if (!(value > 0)) {
      throw new RejectedRow(
          Reason.NON_POSITIVE_PRICE,
          name + " = " + new String(chars, from, to - from) + " must be above 0");
    }
    return value;
  }

  /** A size: finite and 0 or more. The text is in units of 10^-scale. */
  static double size(String name, char[] chars, int from, int to, int scale) throws RejectedRow {
    double value = decimal(name, chars, from, to, scale);
    if (value < 0) {
      throw new RejectedRow(
          Reason.NEGATIVE_SIZE,
          name + " = " + new String(chars, from, to - from) + " must be 0 or more");
    }
    return value;
  }

  /** Any number; minus zero becomes zero. The text is in units of 10^-scale. */
  static double decimal(String name, char[] chars, int from, int to, int scale) throws RejectedRow {
    // Up to 15 digits over a power of ten up to 10^22 are both exact doubles, so that one IEEE
    // division rounds once, as a correct parser does (Clinger 1990). Everything else goes the long
    // way.
    int at = from;
    boolean negative = at < to && chars[at] == '-';
    if (negative || (at < to && chars[at] == '+')) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int seen = 0;
    int point = -1;
    for (; at < to; at++) {
      int digit = chars[at] - '0';
      if (digit >= 0 && digit <= 9) {
        seen++;
        if (digits > 0 || digit > 0) {
          if (++digits > EXACT_DIGITS) {
            return slowly(name, new String(chars, from, to - from), scale);
          }
          mantissa = mantissa * 10 + digit;
        }
      } else if (chars[at] == '.' && point < 0) {
        point = at;
      } else {
        return slowly(name, new String(chars, from, to - from), scale);
      }
    }
    int shift = scale + (point < 0 ? 0 : to - point - 1);
    if (seen == 0 || shift > MAX_DECIMALS) {
      return slowly(name, new String(chars, from, to - from), scale);
    }
    double value = mantissa / POWERS[shift];
    return negative ? 0 - value : value;
  }

  private static double slowly(String name, String text, int scale) throws RejectedRow {
    if (WORD.matcher(text).matches()) {
      throw new RejectedRow(Reason.NON_FINITE, name + " = " + text + " must be finite");
    }
    if (!DECIMAL.matcher(text).matches()) {
      throw new RejectedRow(
          Reason.NOT_A_NUMBER,
          name + (text.isEmpty() ? " is empty" : " = " + quote(text) + " is not a decimal number"));
    }
    if (text.length() > MAX_LENGTH) {
      throw new RejectedRow(
          Reason.TOO_PRECISE, name + " has more than " + MAX_LENGTH + " characters");
    }
    double plain = Double.parseDouble(text);
    if (Double.isInfinite(plain)) {
      throw new RejectedRow(Reason.NON_FINITE, name + " = " + quote(text) + " is beyond a double");
    }
    if (Math.abs(plain) >= 1e40) {
      // Also keeps the exact arithmetic below on numbers of sane length.
      throw tooLarge(name, text);
    }
    if (plain != 0 && Math.abs(plain) < 1e-40 || plain == 0 && text.matches("[^eE]*[1-9].*")) {
      throw tooPrecise(name, text, "has more than " + MAX_DECIMALS + " decimals");
    }
    if (plain == 0) {
      return 0;
    }
    BigDecimal exact = new BigDecimal(text).movePointLeft(scale).stripTrailingZeros();
    if (exact.precision() - exact.scale() > MAX_INTEGER_DIGITS) {
      throw tooLarge(name, text);
    }
    if (exact.scale() > MAX_DECIMALS) {
      throw tooPrecise(name, text, "has more than " + MAX_DECIMALS + " decimals");
    }
    double value = exact.doubleValue();
    if (BigDecimal.valueOf(value).compareTo(exact) != 0) {
      throw tooPrecise(name, text, "has more digits than a double keeps; nearest is " + value);
    }
    return value;
  }

  private static RejectedRow tooLarge(String name, String text) {
    return new RejectedRow(
        Reason.TOO_LARGE,
        name + " = " + quote(text) + " has more than " + MAX_INTEGER_DIGITS + " integer digits");
  }

  private static RejectedRow tooPrecise(String name, String text, String problem) {
    return new RejectedRow(Reason.TOO_PRECISE, name + " = " + quote(text) + " " + problem);
  }

  /**
   * An unsigned time in units of 10^power nanoseconds (ms: 6), exact; a fraction finer than a
   * nanosecond is cut.
   */
  static long nanos(String name, char[] chars, int from, int to, int power) throws RejectedRow {
    long value = 0;
    int seen = 0;
    int decimals = -1;
    for (int at = from; at < to; at++) {
      int digit = chars[at] - '0';
      if (digit >= 0 && digit <= 9) {
        seen++;
        if (decimals >= 0 && ++decimals > power) {
          decimals = power;
          continue;
        }
        if (value > (Long.MAX_VALUE - digit) / 10) {
          throw badTime(name, chars, from, to, "is beyond the year 2262");
        }
        value = value * 10 + digit;
      } else if (chars[at] == '.' && decimals < 0) {
        decimals = 0;
      } else {
        throw badTime(name, chars, from, to, "is not an unsigned decimal number");
      }
    }
    if (seen == 0) {
      throw badTime(name, chars, from, to, "is not an unsigned decimal number");
    }
    long factor = LONG_POWERS[power - Math.max(0, decimals)];
    if (value > Long.MAX_VALUE / factor) {
      throw badTime(name, chars, from, to, "is beyond the year 2262");
    }
    return value * factor;
  }

  private static RejectedRow badTime(String name, char[] chars, int from, int to, String problem) {
    return new RejectedRow(
        Reason.BAD_TIME, name + " = " + quote(new String(chars, from, to - from)) + " " + problem);
  }
}
