package org.tidemark.models.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value for every parameter of a space that is there, in the order of the space.
 *
 * @param values by name
 */
public record Assignment(Map<String, Value> values) {
  public Assignment {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Whether the parameter is there. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** A real or whole parameter as a number. */
  public double number(String name) {
    Value value = value(name);
    if (value instanceof Value.Real real) {
      return real.number();
    }
    if (value instanceof Value.Whole whole) {
      return whole.number();
    }
    throw new IllegalArgumentException(name + " = " + value.text() + " is no number");
  }

  /** A choice. */
  public String word(String name) {
    return value(name).text();
  }

  private Value value(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(
          "no parameter '" + name + "' in " + text() + "; ask has() for conditional ones");
    }
    return values.get(name);
  }

  /** {@code xgboost.depth=5,xgboost.eta=0.1}; {@link Space#read} reads it back to the same bits. */
  public String text() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue().text())
        .collect(Collectors.joining(","));
  }
}
