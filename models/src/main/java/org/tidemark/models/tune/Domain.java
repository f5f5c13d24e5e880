package org.tidemark.models.tune;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The values that a parameter may take, laid on the unit interval for samplers: each value has a
 * coordinate in [0, 1], and each coordinate a value. Coordinates of discrete values are the middles
 * of cells that tile the interval.
 */
public sealed interface Domain {
  /** Whether equal steps or equal factors are equally far. */
  enum Scale {
    LINEAR,
    LOG
  }

  /** The text that {@link #parse} reads back. */
  String id();

  /** The value at a coordinate in [0, 1]. */
  Value at(double coordinate);

  /** The coordinate of a value. */
  double coordinate(Value value);

  /** Reads the text of a value of this domain. */
  Value read(String text);

  /** Number of values; nothing when they cannot be counted. */
  OptionalLong size();

  /**
   * Real numbers.
   *
   * @param low finite; above 0 on a log scale
   * @param high finite, above {@code low}
   */
  record Reals(double low, double high, Scale scale) implements Domain {
    public Reals {
      check(low, high, scale);
      if (!(low < high)) {
        throw new IllegalArgumentException(
            "range from " + low + " to " + high + " is empty; name the lower end first");
      }
    }

    @Override
    public String id() {
      String word = scale == Scale.LOG ? "log" : "float";
      return word + "(" + plain(low) + "," + plain(high) + ")";
    }

    @Override
    public Value at(double coordinate) {
      double value =
          scale == Scale.LOG
              ? low * StrictMath.pow(high / low, coordinate)
              : mix(low, high, coordinate);
      return new Value.Real(Math.min(high, Math.max(low, value)));
    }

    @Override
    public double coordinate(Value value) {
      double number = ((Value.Real) value).number();
      double share =
          scale == Scale.LOG
              ? StrictMath.log(number / low) / StrictMath.log(high / low)
              : (number - low) / (high - low);
      return Math.min(1, Math.max(0, share));
    }

    @Override
    public Value read(String text) {
      double number = Double.parseDouble(text);
      if (!(number >= low && number <= high)) {
        throw outside(text, id());
      }
      return new Value.Real(number);
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.empty();
    }
  }

  /**
   * Whole numbers from {@code low} to {@code high}, both included. The cell of a number reaches
   * half a step to either side.
   *
   * @param low at least 1 on a log scale
   */
  record Wholes(long low, long high, Scale scale) implements Domain {
    public Wholes {
      check(low, high, scale);
      if (low > high || high - low >= 1L << 31 || low < -(1L << 52) || high > 1L << 52) {
        throw new IllegalArgumentException(
            "whole numbers from " + low + " to " + high + " must be 1 to 2147483648 of them");
      }
    }

    @Override
    public String id() {
      return (scale == Scale.LOG ? "logint(" : "int(") + low + "," + high + ")";
    }

    @Override
    public Value at(double coordinate) {
      double value =
          scale == Scale.LOG
              ? StrictMath.exp(
                  mix(StrictMath.log(low - 0.5), StrictMath.log(high + 0.5), coordinate))
              : mix(low - 0.5, high + 0.5, coordinate);
      return new Value.Whole(Math.min(high, Math.max(low, Math.round(value))));
    }

    @Override
    public double coordinate(Value value) {
      double number = ((Value.Whole) value).number();
      return (edge(number - 0.5) + edge(number + 0.5)) / 2;
    }

    /** Length of the cell of a value. */
    double cell(Value value) {
      double number = ((Value.Whole) value).number();
      return edge(number + 0.5) - edge(number - 0.5);
    }

    private double edge(double number) {
      return scale == Scale.LOG
          ? StrictMath.log(number / (low - 0.5)) / StrictMath.log((high + 0.5) / (low - 0.5))
          : (number - (low - 0.5)) / (high - low + 1.0);
    }

    @Override
    public Value read(String text) {
      long number = Long.parseLong(text);
      if (number < low || number > high) {
        throw outside(text, id());
      }
      return new Value.Whole(number);
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(high - low + 1);
    }
  }

  /**
   * Words without an order.
   *
   * @param words at least one, all different, of letters, digits, dots, underscores and hyphens
   */
  record Choice(List<String> words) implements Domain {
    public Choice {
      words = List.copyOf(words);
      if (words.isEmpty() || new HashSet<>(words).size() < words.size()) {
        throw new IllegalArgumentException("choice of " + words + " must name different words");
      }
      for (String word : words) {
        if (!word.matches("[A-Za-z0-9._-]+")) {
          throw new IllegalArgumentException(
              "choice '" + word + "' must be letters, digits, dots, underscores and hyphens");
        }
      }
    }

    @Override
    public String id() {
      return words.stream().collect(Collectors.joining("|", "choice(", ")"));
    }

    @Override
    public Value at(double coordinate) {
      int index = (int) (coordinate * words.size());
      return new Value.Word(words.get(Math.min(words.size() - 1, Math.max(0, index))));
    }

    @Override
    public double coordinate(Value value) {
      return (words.indexOf(((Value.Word) value).word()) + 0.5) / words.size();
    }

    @Override
    public Value read(String text) {
      if (!words.contains(text)) {
        throw outside(text, id());
      }
      return new Value.Word(text);
    }

    @Override
    public OptionalLong size() {
      return OptionalLong.of(words.size());
    }
  }

  /**
   * Reads {@code float(0,1)}, {@code log(0.01,0.3)}, {@code int(3,9)}, {@code logint(16,1024)} or
   * {@code choice(a|b|c)}.
   */
  static Domain parse(String text) {
    int open = text.indexOf('(');
    if (open < 0 || !text.endsWith(")")) {
      throw refuse(text);
    }
    String inner = text.substring(open + 1, text.length() - 1);
    String[] ends = inner.split(",", -1);
    String kind = text.substring(0, open);
    if (kind.equals("choice")) {
      return new Choice(List.of(inner.split("\\|", -1)));
    }
    if (ends.length != 2) {
      throw refuse(text);
    }
    try {
      return switch (kind) {
        case "float" ->
            new Reals(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]), Scale.LINEAR);
        case "log" ->
            new Reals(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]), Scale.LOG);
        case "int" -> new Wholes(Long.parseLong(ends[0]), Long.parseLong(ends[1]), Scale.LINEAR);
        case "logint" -> new Wholes(Long.parseLong(ends[0]), Long.parseLong(ends[1]), Scale.LOG);
        default -> throw refuse(text);
      };
    } catch (NumberFormatException e) {
      throw refuse(text);
    }
  }

  private static double mix(double low, double high, double share) {
    return low * (1 - share) + high * share;
  }

  private static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }

  private static void check(double low, double high, Scale scale) {
    if (!Double.isFinite(low) || !Double.isFinite(high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException(
          "range from " + low + " to " + high + " must have finite ends and length");
    }
    if (scale == Scale.LOG && !(low > 0)) {
      throw new IllegalArgumentException(
          "a log range must begin above 0, but begins at " + low + "; use float or int");
    }
  }

  private static IllegalArgumentException outside(String text, String id) {
    return new IllegalArgumentException("value '" + text + "' is not in " + id);
  }

  private static IllegalArgumentException refuse(String text) {
    return new IllegalArgumentException(
        "domain '"
            + text
            + "' must be written like float(0,1), log(0.01,0.3), int(3,9), logint(16,1024) or"
            + " choice(a|b|c)");
  }
}
