package org.tidemark.market.wire;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one flat JSON object (RFC 8259) whose values are strings or numbers. The bare words NaN,
 * Infinity and -Infinity, which some writers emit though JSON has none, pass as text so that the
 * field that holds them can be named.
 */
final class FlatJson {
  /** Longest line in characters. */
  static final int MAX_LENGTH = 65_536;

  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  static Map<String, String> parse(String text) throws WireException {
    if (text.length() > MAX_LENGTH) {
      throw new WireException(
          Reason.MALFORMED_JSON,
          text.length() + " characters are more than the limit of " + MAX_LENGTH);
    }
    return new FlatJson(text).object();
  }

  private Map<String, String> object() throws WireException {
    Map<String, String> fields = new LinkedHashMap<>();
    blanks();
    expect('{');
    blanks();
    if (peek() == '}') {
      at++;
    } else {
      do {
        blanks();
        String key = string();
        blanks();
        expect(':');
        blanks();
        if (fields.put(key, peek() == '"' ? string() : bare()) != null) {
          throw malformed("key '" + WireException.shown(key) + "' stands twice");
        }
        blanks();
      } while (another());
    }
    blanks();
    if (at < text.length()) {
      throw malformed("text after the object");
    }
    return fields;
  }

  /** After a value: true at a comma, false at the closing brace. */
  private boolean another() throws WireException {
    if (peek() == ',') {
      at++;
      return true;
    }
    expect('}');
    return false;
  }

  private String string() throws WireException {
    expect('"');
    int start = at;
    while (true) { // most strings have no escape: one substring
      char c = here();
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        break;
      }
      at++;
    }
    StringBuilder out = new StringBuilder(text.substring(start, at));
    while (true) {
      char c = here();
      at++;
      if (c == '"') {
        return out.toString();
      }
      out.append(c == '\\' ? escaped() : c);
    }
  }

  /** The character inside a string; control characters must be escaped. */
  private char here() throws WireException {
    if (at >= text.length()) {
      throw malformed("a string without an end");
    }
    char c = text.charAt(at);
    if (c < ' ') {
      throw malformed("a raw control character in a string");
    }
    return c;
  }

  private char escaped() throws WireException {
    char c = here();
    at++;
    switch (c) {
      case '"', '\\', '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        int code = 0;
        for (int i = 0; i < 4; i++) {
          int digit = hex(here());
          at++;
          code = code * 16 + digit;
        }
        return (char) code;
      default:
        throw malformed("unknown escape \\" + c);
    }
  }

  private int hex(char c) throws WireException {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
      return c - 'A' + 10;
    }
    throw malformed("'" + c + "' is no hexadecimal digit");
  }

  /** A number, or one of the three words that stand for no number. */
  private String bare() throws WireException {
    int start = at;
    while (at < text.length() && isBare(text.charAt(at))) {
      at++;
    }
    String token = text.substring(start, at);
    switch (token) {
      case "NaN", "Infinity", "-Infinity":
        return token;
      default:
        if (!Decimal.isJsonNumber(token)) {
          at = start;
          throw malformed(
              "a value must be a string or a number, found '" + WireException.shown(token) + "'");
        }
        return token;
    }
  }

  private static boolean isBare(char c) {
    return c >= '0' && c <= '9'
        || c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c == '+'
        || c == '-'
        || c == '.';
  }

  private void blanks() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /** The next character, or 0 at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char c) throws WireException {
    if (at >= text.length() || text.charAt(at) != c) {
      throw malformed("expected '" + c + "'");
    }
    at++;
  }

  private WireException malformed(String problem) {
    return new WireException(Reason.MALFORMED_JSON, problem + " at character " + at);
  }
}
