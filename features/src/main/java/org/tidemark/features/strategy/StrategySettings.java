package org.tidemark.features.strategy;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;

/** One value for each {@link Threshold}: the standard ones, or those of a configuration. */
public final class StrategySettings implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The standard values. */
  public static final StrategySettings STANDARD = of(Map.of());

  private final EnumMap<Threshold, Double> values;

  private StrategySettings(EnumMap<Threshold, Double> values) {
    this.values = values;
    values.forEach(
        (threshold, value) -> {
          if (!Double.isFinite(value) || value < 0) {
            throw refused(threshold, "a finite number of 0 or more");
          }
        });
    need(v -> v > 0, Threshold.BREAK_FULL, "above 0");
    need(v -> v > 0, Threshold.FLOW_FULL, "above 0");
    need(v -> v > 0, Threshold.HELD_MOVE, "above 0");
    need(v -> v > 0, Threshold.LAYER_FULL, "above 0");
    need(v -> v > 0, Threshold.TREND_FULL, "above 0");
    need(v -> v > 1, Threshold.SURGE_FULL, "above 1");
    need(v -> v < 1, Threshold.BOOK_DEAD, "below 1");
    need(v -> v < 1, Threshold.FLOW_DEAD, "below 1");
    double cascade = value(Threshold.CASCADE_ENTRY);
    need(v -> v > cascade, Threshold.CASCADE_FULL, "above cascade_entry");
    double usual = value(Threshold.VWAP_ENTRY);
    need(v -> v > usual, Threshold.VWAP_FULL, "above vwap_entry");
    need(v -> v > 0.5 && v < 1, Threshold.STOP_RANK, "above 0.5 and below 1");
    need(v -> v <= 1, Threshold.QUALITY_LEAST, "at most 1");
  }

  /**
   * The standard values with some replaced.
   *
   * @param replaced values by {@link Threshold#key()}
   * @throws IllegalArgumentException for an unknown name or a value out of its range
   */
  public static StrategySettings of(Map<String, Double> replaced) {
    EnumMap<Threshold, Double> values = new EnumMap<>(Threshold.class);
    Map<String, Double> left = new TreeMap<>(replaced);
    for (Threshold threshold : Threshold.values()) {
      Double given = left.remove(threshold.key());
      values.put(threshold, (given == null ? threshold.standard() : given) + 0.0); // -0.0 is 0.0
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "unknown thresholds "
              + left.keySet()
              + "; known are "
              + Arrays.stream(Threshold.values()).map(Threshold::key).toList());
    }
    return new StrategySettings(values);
  }

  /**
   * Reads {@link #id()}.
   *
   * @throws IllegalArgumentException for other text, or another version of list and formulas
   */
  public static StrategySettings parse(String id) {
    String[] parts = id.split(";");
    if (!parts[0].equals("v" + Threshold.VERSION)) {
      throw new IllegalArgumentException(
          "strategy settings '"
              + id
              + "' are not of version "
              + Threshold.VERSION
              + ", which this program has");
    }
    Map<String, Double> values = new TreeMap<>();
    for (String part : List.of(parts).subList(1, parts.length)) {
      String[] pair = part.split("=", 2);
      if (pair.length < 2) {
        throw new IllegalArgumentException("'" + part + "' is no NAME=VALUE of strategy settings");
      }
      values.put(pair[0], Double.parseDouble(pair[1]));
    }
    return of(values);
  }

  /** The values by name. */
  public Map<String, Double> byKey() {
    Map<String, Double> all = new TreeMap<>();
    values.forEach((threshold, value) -> all.put(threshold.key(), value));
    return all;
  }

  private void need(DoublePredicate holds, Threshold threshold, String range) {
    if (!holds.test(value(threshold))) {
      throw refused(threshold, range);
    }
  }

  private IllegalArgumentException refused(Threshold threshold, String range) {
    return new IllegalArgumentException(
        "threshold " + threshold.key() + "=" + value(threshold) + " must be " + range);
  }

  /** The value of a threshold. */
  public double value(Threshold threshold) {
    return values.get(threshold);
  }

  /** Version and every value, to the last bit, in the order of the list. */
  public String id() {
    return values.entrySet().stream()
        .map(e -> e.getKey().key() + "=" + e.getValue())
        .collect(Collectors.joining(";", "v" + Threshold.VERSION + ";", ""));
  }

  /** SHA-256, in hex, of {@link #id()}. */
  public String hash() {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(id().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
