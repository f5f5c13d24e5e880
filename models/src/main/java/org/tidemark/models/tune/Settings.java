package org.tidemark.models.tune;

import java.util.Map;
import java.util.TreeMap;

/** Text of the form {@code kind:name=number,name=number}, each name taken once. */
final class Settings {
  private final String what;
  private final String text;
  private final String kind;
  private final Map<String, String> rest = new TreeMap<>();

  private Settings(String what, String text) {
    this.what = what;
    this.text = text;
    String[] parts = text.split(":", 2);
    kind = parts[0];
    for (String pair : parts.length == 2 ? parts[1].split(",", -1) : new String[0]) {
      String[] sides = pair.split("=", -1);
      if (sides.length != 2 || rest.put(sides[0], sides[1]) != null) {
        throw refuse("'" + pair + "' must be written name=value, each name once");
      }
    }
  }

  static Settings parse(String what, String text) {
    return new Settings(what, text);
  }

  String kind() {
    return kind;
  }

  int whole(String name, int standard) {
    String value = rest.remove(name);
    try {
      return value == null ? standard : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw refuse(name + " must be a whole number");
    }
  }

  double number(String name, double standard) {
    String value = rest.remove(name);
    try {
      return value == null ? standard : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw refuse(name + " must be a number");
    }
  }

  String word(String name, String standard) {
    String value = rest.remove(name);
    return value == null ? standard : value;
  }

  /** The result, once every name was taken. */
  <T> T done(T result) {
    if (!rest.isEmpty()) {
      throw refuse("it has no setting " + rest.keySet());
    }
    return result;
  }

  IllegalArgumentException refuse(String why) {
    return new IllegalArgumentException(what + " '" + text + "': " + why);
  }
}
