package org.tidemark.jobs.dag;

import java.util.List;
import java.util.stream.Collectors;

/** JSON strings and arrays of strings; their text is also valid Python. */
final class JsonText {
  private JsonText() {}

  /** The text in double quotes, ASCII only. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** The texts in one line of square brackets. */
  static String array(List<String> texts) {
    return texts.stream().map(JsonText::quote).collect(Collectors.joining(", ", "[", "]"));
  }
}
