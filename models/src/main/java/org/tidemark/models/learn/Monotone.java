package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Columns in which an output may only rise, or only fall, all others being equal. A missing value
 * stands outside this order.
 *
 * @param directions by column
 */
public record Monotone(Map<String, Direction> directions) implements Serializable {
  /** Which way the output may go while the column rises. */
  public enum Direction {
    UP("+", 1),
    DOWN("-", -1);

    private final String sign;
    private final int value;

    Direction(String sign, int value) {
      this.sign = sign;
      this.value = value;
    }
  }

  /** No column. */
  public static final Monotone NONE = new Monotone(Map.of());

  private static final long serialVersionUID = 1L;

  public Monotone {
    directions = Map.copyOf(directions);
  }

  /**
   * Reads columns with their signs, as {@code imbalance:+,spread:-}; an empty text is {@link
   * #NONE}.
   *
   * @throws IllegalArgumentException if a sign is missing, or a column stands there twice
   */
  public static Monotone parse(String text) {
    Map<String, Direction> found = new TreeMap<>();
    if (text.isBlank()) {
      return NONE;
    }
    for (String part : text.split(",", -1)) {
      String word = part.strip();
      int colon = word.lastIndexOf(':');
      String sign = word.substring(colon + 1);
      if (colon < 1 || !(sign.equals("+") || sign.equals("-"))) {
        throw new IllegalArgumentException(
            "monotone column '" + word + "' must be written NAME:+ or NAME:-");
      }
      Direction direction = sign.equals("+") ? Direction.UP : Direction.DOWN;
      if (found.put(word.substring(0, colon), direction) != null) {
        throw new IllegalArgumentException(
            "monotone column '" + word.substring(0, colon) + "' stands there twice; keep one");
      }
    }
    return new Monotone(found);
  }

  /** The text that {@link #parse} reads back, columns in order of their names. */
  public String id() {
    return new TreeMap<>(directions)
        .entrySet().stream()
            .map(e -> e.getKey() + ":" + e.getValue().sign)
            .collect(Collectors.joining(","));
  }

  /**
   * Refuses columns that are not there.
   *
   * @throws IllegalArgumentException naming those that are
   */
  public void check(List<String> columns) {
    for (String column : new TreeMap<>(directions).keySet()) {
      if (!columns.contains(column)) {
        throw new IllegalArgumentException(
            "monotone column '" + column + "' is no feature column; known: " + columns);
      }
    }
  }

  /** One of 1, 0 and -1 for each column, as XGBoost reads it. */
  String vector(List<String> columns) {
    check(columns);
    return columns.stream()
        .map(c -> directions.containsKey(c) ? Integer.toString(directions.get(c).value) : "0")
        .collect(Collectors.joining(",", "(", ")"));
  }
}
