package org.tidemark.jobs.report;

/**
 * Writes HTML and SVG: every text and every attribute value goes through {@link #escape}, so that
 * no data can become markup.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder(1 << 16);

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        // Control characters are not allowed in HTML, escaped or not.
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' || c == 0x7f ? '\ufffd' : c);
      }
    }
    return escaped.toString();
  }

  /** Opens an element; attributes are pairs of name and value. */
  Markup open(String tag, String... attributes) {
    begin(tag, attributes);
    out.append('>');
    return this;
  }

  Markup close(String tag) {
    out.append("</").append(tag).append(">\n");
    return this;
  }

  /** An element that holds only text. */
  Markup element(String tag, String text, String... attributes) {
    open(tag, attributes);
    text(text);
    return close(tag);
  }

  /** An SVG element without content, or an HTML void element. */
  Markup empty(String tag, String... attributes) {
    begin(tag, attributes);
    out.append("/>");
    return this;
  }

  Markup text(String text) {
    out.append(escape(text));
    return this;
  }

  /** Takes over what another markup wrote. */
  Markup append(Markup other) {
    out.append(other.out);
    return this;
  }

  /** Trusted text of this package only: the document type and the style sheet. */
  Markup verbatim(String trusted) {
    out.append(trusted);
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void begin(String tag, String... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException(
          "attributes of "
              + tag
              + " are not pairs: "
              + attributes.length
              + " strings; give name and value");
    }
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ')
          .append(attributes[i])
          .append("=\"")
          .append(escape(attributes[i + 1]))
          .append('"');
    }
  }
}
