package org.tidemark.models.calibrate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A fitted map from a model's probabilities to calibrated ones, in double, rounded once. */
public sealed interface Calibrator extends Serializable
    permits PlattScaling, BetaCalibration, IsotonicCalibration, TemperatureScaling {
  /**
   * Scores are kept this far from 0 and 1 before a logarithm is taken: half a float32 step below 1,
   * so every score that float32 tells from 1 stays as it is.
   */
  double EDGE = 0x1p-25;

  /** Whether models with so many outputs a row can be calibrated by it. */
  boolean fits(int outputs);

  /**
   * Calibrates the scores of one row in their place.
   *
   * @param scores probabilities, 0 to 1
   * @param from where the row begins
   * @param outputs numbers of the row
   */
  void calibrate(float[] scores, int from, int outputs);

  /** Its numbers by name, in a fixed order. */
  Map<String, double[]> numbers();

  /** For example {@code platt}. */
  String name();

  /** The text that {@link #parse} reads back, to the last bit. */
  default String id() {
    return name()
        + ":"
        + numbers().entrySet().stream()
            .map(
                e ->
                    e.getKey()
                        + "="
                        + Arrays.stream(e.getValue())
                            .mapToObj(Double::toString)
                            .collect(Collectors.joining("|")))
            .collect(Collectors.joining(","));
  }

  /**
   * Reads what {@link #id} wrote.
   *
   * @throws IllegalArgumentException if it is no calibrator
   */
  static Calibrator parse(String text) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    Map<String, double[]> numbers = new LinkedHashMap<>();
    for (String pair : text.substring(colon + 1).split(",", -1)) {
      int equals = pair.indexOf('=');
      if (colon < 0 || equals < 0) {
        throw new IllegalArgumentException(
            "calibrator '" + text + "' must be written like platt:a=1.0,b=0.0");
      }
      numbers.put(
          pair.substring(0, equals),
          Arrays.stream(pair.substring(equals + 1).split("\\|", -1))
              .mapToDouble(Double::parseDouble)
              .toArray());
    }
    return switch (name) {
      case "platt" -> new PlattScaling(one(numbers, "a"), one(numbers, "b"));
      case "beta" -> new BetaCalibration(one(numbers, "a"), one(numbers, "b"), one(numbers, "c"));
      case "isotonic" -> new IsotonicCalibration(all(numbers, "x"), all(numbers, "y"));
      case "temperature" -> new TemperatureScaling(one(numbers, "t"));
      default ->
          throw new IllegalArgumentException(
              "unknown calibrator '" + name + "'; known: platt, beta, isotonic, temperature");
    };
  }

  private static double[] all(Map<String, double[]> numbers, String name) {
    double[] found = numbers.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "a calibrator's " + name + " is missing beside " + numbers.keySet());
    }
    return found;
  }

  private static double one(Map<String, double[]> numbers, String name) {
    double[] found = all(numbers, name);
    if (found.length != 1) {
      throw new IllegalArgumentException(
          "a calibrator's " + name + " has " + found.length + " numbers; it has one");
    }
    return found[0];
  }

  /** A score as logarithms can take it. */
  static double inside(double score) {
    return Math.min(1 - EDGE, Math.max(EDGE, score));
  }
}
