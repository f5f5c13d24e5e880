package org.tidemark.market.wire;

import java.math.BigDecimal;

/** Doubles as plain decimals that read back to the same bits, and the grammar of JSON numbers. */
final class Decimal {
  private Decimal() {}

  /** A finite double without exponent or trailing zeros; -0.0 keeps its sign. */
  static void append(StringBuilder out, double value) {
    if (value == 0) {
      out.append(1 / value < 0 ? "-0" : "0");
      return;
    }
    String text = Double.toString(value);
    if (text.indexOf('E') >= 0) {
      out.append(new BigDecimal(text).stripTrailingZeros().toPlainString());
    } else if (text.endsWith(".0")) {
      out.append(text, 0, text.length() - 2);
    } else {
      out.append(text);
    }
  }

  /** Whether the text is a number by the grammar of RFC 8259, section 6. */
  static boolean isJsonNumber(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    if (whole == 0 || whole > 1 && text.charAt(at) == '0') {
      return false;
    }
    at += whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == 0) {
        return false;
      }
      at += 1 + fraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int exponent = digits(text, at);
      if (exponent == 0) {
        return false;
      }
      at += exponent;
    }
    return at == text.length();
  }

  /**
   * Whether the text is a JSON number without fraction or exponent that fits 64 bits. (Parsing
   * alone would also take a plus sign, leading zeros and the digits of other scripts.)
   */
  static boolean isLong(String text) {
    if (text.length() > 20 || !isJsonNumber(text)) {
      return false;
    }
    try {
      Long.parseLong(text);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from;
  }
}
