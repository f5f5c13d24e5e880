package org.tidemark.jobs.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Turns figures into text, the same on every machine: root locale, UTC, half-up rounding of the
 * decimal value.
 */
public final class Numbers {
  static final String ABSENT = "n/a";
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Numbers() {}

  /** A fixed number of decimals; a true minus sign, and no minus before zero. */
  public static String fixed(double value, int decimals) {
    if (Double.isNaN(value)) {
      return ABSENT;
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    return (rounded.signum() < 0 ? "−" : "")
        + String.format(Locale.ROOT, "%,." + decimals + "f", rounded.abs());
  }

  /** About three significant digits, in exponent form when that is shorter to read. */
  static String compact(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return fixed(value, 0);
    }
    double size = Math.abs(value);
    if (size < 1e-4 || size >= 1e9) {
      BigDecimal rounded =
          BigDecimal.valueOf(value).round(new MathContext(3, RoundingMode.HALF_UP));
      return String.format(Locale.ROOT, "%.2e", rounded).replace("-", "−");
    }
    int decimals =
        size >= 100
            ? (size >= 1000 ? 0 : 1)
            : size >= 10 ? 2 : size >= 0.1 ? 3 : size >= 0.01 ? 4 : 5;
    return fixed(value, decimals);
  }

  /** As few decimals as the value needs, four at most: a setting that a person typed. */
  public static String plain(double value) {
    if (!Double.isFinite(value)) {
      return fixed(value, 0);
    }
    BigDecimal shortest =
        BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
    return fixed(value, Math.max(0, shortest.scale()));
  }

  /** Grouped by thousands. */
  public static String count(long value) {
    return (value < 0 ? "−" : "") + String.format(Locale.ROOT, "%,d", Math.abs(value));
  }

  /** 0.1 as {@code 10 %}. */
  public static String percent(double share, int decimals) {
    return Double.isNaN(share) ? ABSENT : fixed(share * 100, decimals) + " %";
  }

  /**
   * A share of rows that is not everything never reads as 100 %, and one that is not nothing never
   * reads as 0 %.
   */
  static String share(long part, long whole) {
    if (whole == 0) {
      return ABSENT;
    }
    BigDecimal percent =
        BigDecimal.valueOf(part)
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(whole), 2, RoundingMode.HALF_UP);
    if (part < whole && percent.compareTo(BigDecimal.valueOf(100)) >= 0) {
      return "> 99.99 %";
    }
    if (part > 0 && percent.signum() == 0) {
      return "< 0.01 %";
    }
    return String.format(Locale.ROOT, "%.2f %%", percent);
  }

  /** {@code 0.532 [0.521, 0.543]}, or without brackets when there is no interval. */
  static String estimate(Estimate e, int decimals) {
    return fixed(e.value(), decimals) + (e.bounded() ? " " + interval(e, decimals) : "");
  }

  static String interval(Estimate e, int decimals) {
    return e.bounded()
        ? "[" + fixed(e.low(), decimals) + ", " + fixed(e.high(), decimals) + "]"
        : "";
  }

  /** A coordinate in an SVG: one decimal at most. */
  static String at(double coordinate) {
    BigDecimal rounded =
        BigDecimal.valueOf(coordinate).setScale(1, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  static String minute(Instant time) {
    return MINUTE.format(time);
  }

  static String day(Instant time) {
    return DAY.format(time);
  }

  static String duration(Duration d) {
    long seconds = d.toSeconds();
    if (seconds < 60) {
      return seconds < 10 ? fixed(d.toMillis() / 1000.0, 1) + " s" : seconds + " s";
    }
    if (seconds < 3600) {
      return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
    if (seconds < 86400) {
      return seconds / 3600
          + " h"
          + (seconds / 60 % 60 == 0 ? "" : " " + seconds / 60 % 60 + " min");
    }
    return seconds / 86400
        + " d"
        + (seconds / 3600 % 24 == 0 ? "" : " " + seconds / 3600 % 24 + " h");
  }
}
