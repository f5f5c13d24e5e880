package org.tidemark.market.wire;

import java.util.ArrayList;
import java.util.List;
import org.tidemark.market.Book;

/**
 * One side of a book as text: {@code 68392.5x1.2 68392.4x0.004}, price x size, best first, one
 * blank between levels; the empty text is a side without orders.
 */
final class WireLevels {
  private WireLevels() {}

  static void append(StringBuilder out, List<Book.Level> levels) {
    for (int i = 0; i < levels.size(); i++) {
      if (i > 0) {
        out.append(' ');
      }
      Decimal.append(out, levels.get(i).price());
      out.append('x');
      Decimal.append(out, levels.get(i).size());
    }
  }

  static List<Book.Level> parse(String side, String text) throws WireException {
    List<Book.Level> levels = new ArrayList<>();
    for (int at = 0; at < text.length(); ) {
      int blank = text.indexOf(' ', at);
      int end = blank < 0 ? text.length() : blank;
      String name = side + " level " + (levels.size() + 1);
      String level = text.substring(at, end);
      int x = level.indexOf('x');
      if (x < 0 || end + 1 == text.length()) {
        throw new WireException(
            Reason.NOT_A_NUMBER,
            name
                + " '"
                + WireException.shown(level)
                + "' must read PRICExSIZE, with one blank between levels");
      }
      levels.add(
          new Book.Level(
              WireReader.price(name + " price", level.substring(0, x)),
              WireReader.size(name + " size", level.substring(x + 1))));
      at = end + 1;
    }
    return levels;
  }
}
