package org.tidemark.models.split;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of a splitter taken apart: {@code kind:key=value,key=[...]}. Commas inside of square
 * brackets belong to the value.
 *
 * @param text as it was given
 * @param kind what stands before the first colon
 * @param settings by key, in the order of the text; brackets around a value are taken off
 */
record SplitText(String text, String kind, Map<String, String> settings) {
  /** A text that is no splitter, with the whole text in its message. */
  static final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  static SplitText read(String text) {
    String[] parts = text.split(":", 2);
    Map<String, String> settings = new LinkedHashMap<>();
    SplitText read = new SplitText(text, parts[0], settings);
    for (String setting : parts.length == 2 ? parts(read, parts[1]) : List.<String>of()) {
      String[] pair = setting.split("=", 2);
      if (pair.length != 2) {
        throw read.refuse("'" + setting + "' is not a setting; settings look like key=value");
      }
      String value = pair[1];
      if (value.startsWith("[") && value.endsWith("]")) {
        value = value.substring(1, value.length() - 1);
      }
      if (settings.put(pair[0], value) != null) {
        throw read.refuse("'" + pair[0] + "=' must not be given twice");
      }
    }
    return read;
  }

  private static List<String> parts(SplitText read, String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '[' -> depth++;
        case ']' -> depth--;
        case ',' -> {
          if (depth == 0) {
            parts.add(text.substring(from, i));
            from = i + 1;
          }
        }
        default -> {}
      }
      if (depth < 0) {
        break;
      }
    }
    if (depth != 0) {
      throw read.refuse("every [ must have its ]");
    }
    parts.add(text.substring(from));
    return parts;
  }

  /** Refuses every key but these. */
  void only(String... keys) {
    for (String key : settings.keySet()) {
      if (!List.of(keys).contains(key)) {
        throw refuse("'" + key + "=' is not one of its settings " + List.of(keys));
      }
    }
  }

  String required(String key) {
    if (!settings.containsKey(key)) {
      throw refuse(key + "= is missing");
    }
    return settings.get(key);
  }

  int whole(String key) {
    try {
      return Integer.parseInt(required(key));
    } catch (NumberFormatException e) {
      throw refuse(key + " = '" + settings.get(key) + "' must be a whole number");
    }
  }

  /** The setting {@code embargo}, none where it is absent. */
  Duration embargo() {
    String embargo = settings.getOrDefault("embargo", "PT0S");
    try {
      return Duration.parse(embargo);
    } catch (DateTimeParseException e) {
      throw refuse("embargo = '" + embargo + "' must be a duration such as PT1H");
    }
  }

  Cut cut() {
    return Cut.parse(settings);
  }

  Refused refuse(String why) {
    String example =
        switch (kind) {
          case PurgedKFold.KIND -> PurgedKFold.EXAMPLE;
          case CombinatorialPurged.KIND -> CombinatorialPurged.EXAMPLE;
          case Nested.KIND -> Nested.EXAMPLE;
          default -> WalkForward.EXAMPLE;
        };
    return new Refused("split '" + text + "': " + why + "; write for example " + example);
  }
}
