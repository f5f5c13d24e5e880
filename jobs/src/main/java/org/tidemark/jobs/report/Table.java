package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One HTML table that scrolls sideways when it is too wide, with a caption for those who hear the
 * page.
 */
final class Table {
  private enum Kind {
    TEXT,
    TIME,
    NUMBER,
    CODE,
    CHIP
  }

  private record Column(String name, Kind kind) {}

  private final String caption;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table(String caption) {
    this.caption = caption;
  }

  Table text(String... names) {
    return add(Kind.TEXT, names);
  }

  /** A column of instants, never broken into two lines. */
  Table time(String... names) {
    return add(Kind.TIME, names);
  }

  Table number(String... names) {
    return add(Kind.NUMBER, names);
  }

  Table code(String... names) {
    return add(Kind.CODE, names);
  }

  /** A column of states, each drawn as a chip coloured by {@link Chip}. */
  Table chip(String... names) {
    return add(Kind.CHIP, names);
  }

  Table row(String... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "row of "
              + caption
              + " has "
              + cells.length
              + " cells, its table "
              + columns.size()
              + " columns; give one cell each");
    }
    rows.add(List.of(cells));
    return this;
  }

  void write(Markup out) {
    out.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption)
        .open("table");
    out.element("caption", caption);
    out.open("thead").open("tr");
    for (Column c : columns) {
      out.element(
          "th",
          c.name,
          "scope",
          "col",
          "class",
          c.kind == Kind.NUMBER ? "n" : c.kind == Kind.TEXT ? "" : "t");
    }
    out.close("tr").close("thead").open("tbody");
    for (List<String> row : rows) {
      out.open("tr");
      for (int i = 0; i < row.size(); i++) {
        cell(out, columns.get(i).kind, row.get(i));
      }
      out.close("tr");
    }
    out.close("tbody").close("table").close("div");
  }

  /** The table folded away behind a line that says what it holds. */
  void writeFolded(Markup out, String summary) {
    out.open("details").element("summary", summary);
    write(out);
    out.close("details");
  }

  private static void cell(Markup out, Kind kind, String value) {
    switch (kind) {
      case TEXT -> out.element("td", value);
      case TIME -> out.element("td", value, "class", "t");
      case NUMBER -> out.element("td", value, "class", "n");
      case CODE -> out.open("td", "class", "t").element("code", value).close("td");
      case CHIP -> {
        out.open("td");
        for (String word : value.split(", ")) {
          if (!word.isBlank()) {
            Chip.write(out, word);
          }
        }
        out.close("td");
      }
    }
  }

  private Table add(Kind kind, String... names) {
    for (String name : names) {
      columns.add(new Column(name, kind));
    }
    return this;
  }
}
