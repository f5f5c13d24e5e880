package org.tidemark.streaming.source;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What schemas of records share: which fields a tick needs, and a record's fields as a line of the
 * wire format.
 */
final class FlatFields {
  private static final List<String> ALWAYS = List.of("instrument", "offset", "eventTimeNanos");
  private static final Map<String, List<String>> OF_TYPE =
      new TreeMap<>(
          Map.of(
              "trade", List.of("price", "size", "aggressor"),
              "quote", List.of("bid", "bidSize", "ask", "askSize"),
              "book", List.of("bids", "asks"),
              "bar", List.of("openTimeNanos", "open", "high", "low", "close", "volume"),
              "heartbeat", List.of()));

  private FlatFields() {}

  /** The type that a record's name says, or nothing where no type has that name. */
  static String typeOf(String recordName) {
    String type = recordName.toLowerCase(Locale.ROOT);
    return OF_TYPE.containsKey(type) ? type : "";
  }

  /**
   * Refuses a schema whose records can be no ticks.
   *
   * @param what the schema, for the message
   * @param recordName tells the type of event where there is no field {@code type}
   * @param fields name and type of each field, as the schema calls them
   */
  static void check(String what, String recordName, Map<String, String> fields) {
    String type = typeOf(recordName);
    boolean fits =
        fields.keySet().containsAll(ALWAYS)
            && (fields.containsKey("type")
                ? OF_TYPE.values().stream().anyMatch(fields.keySet()::containsAll)
                : !type.isEmpty() && fields.keySet().containsAll(OF_TYPE.get(type)));
    if (!fits) {
      throw new IllegalArgumentException(
          what
              + " carries no ticks. Needed: "
              + String.join(", ", ALWAYS)
              + ", and type (or a record named after it), and the fields of a type: "
              + OF_TYPE.entrySet().stream()
                  .map(e -> e.getKey() + " (" + String.join(", ", e.getValue()) + ")")
                  .collect(Collectors.joining(", "))
              + ". Record "
              + recordName
              + " has: "
              + described(fields));
    }
  }

  private static String described(Map<String, String> fields) {
    Collection<String> all =
        fields.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList();
    return all.isEmpty() ? "no field" : String.join(", ", all);
  }

  /** Text or enumeration constants, whole numbers, floating point and decimals as a flat object. */
  static String json(String recordName, Map<String, Object> values) {
    StringBuilder out = new StringBuilder("{");
    if (!values.containsKey("type")) {
      append(out, "type", typeOf(recordName));
    }
    values.forEach((name, value) -> append(out, name, value));
    return out.append('}').toString();
  }

  private static void append(StringBuilder out, String name, Object value) {
    if (out.length() > 1) {
      out.append(',');
    }
    quoted(out, name);
    out.append(':');
    if (value instanceof Integer || value instanceof Long) {
      out.append(value);
    } else if (value instanceof BigDecimal number) {
      quoted(out, number.toPlainString());
    } else {
      quoted(out, String.valueOf(value));
    }
  }

  private static void quoted(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
