package org.tidemark.features.spark;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.tidemark.lakehouse.EventKind;

/**
 * The event tables that a state was folded from, each with its version. As text {@code
 * TRADES@12,QUOTES@7}.
 */
record Inputs(Map<EventKind, Long> versions) {
  Inputs {
    versions = Map.copyOf(versions);
  }

  static Inputs parse(String text) {
    EnumMap<EventKind, Long> versions = new EnumMap<>(EventKind.class);
    for (String part : text.split(",")) {
      int at = part.indexOf('@');
      versions.put(EventKind.valueOf(part.substring(0, at)), Long.valueOf(part.substring(at + 1)));
    }
    return new Inputs(versions);
  }

  /** Version of the table that was read, or -1: none of its events has been seen. */
  long version(EventKind kind) {
    return versions.getOrDefault(kind, -1L);
  }

  @Override
  public String toString() {
    return new EnumMap<>(versions)
        .entrySet().stream()
            .map(e -> e.getKey() + "@" + e.getValue())
            .collect(Collectors.joining(","));
  }
}
