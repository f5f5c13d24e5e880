package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;

/** Folds on one time axis, and their exact spans and row counts in a table below. */
final class FoldTimeline {
  /**
   * One fold.
   *
   * @param name what stands after the word fold
   */
  record Row(String name, Fold fold) {}

  private final String id;
  private final List<Row> rows;
  private final LongFunction<String> count;

  /**
   * A drawing.
   *
   * @param id unique in the page
   * @param count how a number of rows is written
   */
  FoldTimeline(String id, List<Row> rows, LongFunction<String> count) {
    this.id = id;
    this.rows = rows;
    this.count = count;
  }

  void write(Markup out) {
    out.open("p", "class", "legend");
    for (Fold.Use use : Fold.Use.values()) {
      out.open("span", "class", "key")
          .element("span", "", "class", "block span-" + word(use))
          .text(word(use))
          .close("span");
    }
    out.close("p");
    List<SvgTimeline.Row> drawn = new ArrayList<>();
    rows.forEach(row -> drawn.add(new SvgTimeline.Row("fold " + row.name(), blocks(row))));
    out.open("figure").open("div", "class", "scroll");
    String words =
        rows.size()
            + " folds; each row shows its train, purge, test and embargo spans. Exact instants are in the table below.";
    out.append(SvgTimeline.draw(id + "-timeline", "Fold timeline", words, drawn, 64, 21))
        .close("div");
    out.element(
            "figcaption", "Purge and embargo are drawn at least one hair wide. All times are UTC.")
        .close("figure");
    table().writeFolded(out, "Exact spans and row counts");
  }

  private static List<SvgTimeline.Block> blocks(Row row) {
    List<SvgTimeline.Block> blocks = new ArrayList<>();
    // Thin spans last, so that a long neighbour does not cover them.
    row.fold().spans().stream()
        .sorted(
            Comparator.comparing(
                s -> s.use() == Fold.Use.PURGE || s.use() == Fold.Use.EMBARGO ? 1 : 0))
        .forEach(
            s -> {
              String words =
                  "fold "
                      + row.name()
                      + " "
                      + word(s.use())
                      + ": "
                      + Numbers.minute(s.start())
                      + " to "
                      + Numbers.minute(s.end());
              blocks.add(new SvgTimeline.Block("span-" + word(s.use()), s.start(), s.end(), words));
            });
    return blocks;
  }

  private Table table() {
    Table table =
        new Table("Spans of each fold")
            .number("fold")
            .text("use")
            .time("from", "to (not included)");
    table.number("train rows", "purged rows", "test rows");
    for (Row row : rows) {
      Fold fold = row.fold();
      for (int i = 0; i < fold.spans().size(); i++) {
        Fold.Span s = fold.spans().get(i);
        table.row(
            i == 0 ? row.name() : "",
            word(s.use()),
            Numbers.minute(s.start()),
            Numbers.minute(s.end()),
            i == 0 ? count.apply(fold.trainRows()) : "",
            i == 0 ? count.apply(fold.purgedRows()) : "",
            i == 0 ? count.apply(fold.testRows()) : "");
      }
    }
    return table;
  }

  private static String word(Fold.Use use) {
    return use.name().toLowerCase(Locale.ROOT);
  }
}
