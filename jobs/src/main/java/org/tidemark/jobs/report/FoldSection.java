package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What each fold trained on, dropped and was judged on, on one time axis. */
final class FoldSection implements Section {
  @Override
  public String id() {
    return "folds";
  }

  @Override
  public String heading() {
    return "Fold timeline";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    if (model.folds().isEmpty()) {
      Section.empty(
          out, "No folds: the run ended before validation, or there was too little data to split.");
      return;
    }
    out.open("p", "class", "legend");
    for (Fold.Use use : Fold.Use.values()) {
      out.open("span", "class", "key")
          .element("span", "", "class", "block span-" + word(use))
          .text(word(use))
          .close("span");
    }
    out.close("p");
    List<SvgTimeline.Row> rows = new ArrayList<>();
    for (Fold fold : model.folds()) {
      rows.add(new SvgTimeline.Row("fold " + fold.number(), blocks(fold)));
    }
    out.open("figure").open("div", "class", "scroll");
    String words =
        model.folds().size()
            + " folds; each row shows its train, purge, test and embargo spans. Exact instants are in the table below.";
    out.append(SvgTimeline.draw(id() + "-timeline", "Fold timeline", words, rows, 64, 21))
        .close("div");
    out.element(
            "figcaption", "Purge and embargo are drawn at least one hair wide. All times are UTC.")
        .close("figure");
    table(model).writeFolded(out, "Exact spans and row counts");
  }

  private static List<SvgTimeline.Block> blocks(Fold fold) {
    List<SvgTimeline.Block> blocks = new ArrayList<>();
    // Thin spans last, so that a long neighbour does not cover them.
    fold.spans().stream()
        .sorted(
            Comparator.comparing(
                s -> s.use() == Fold.Use.PURGE || s.use() == Fold.Use.EMBARGO ? 1 : 0))
        .forEach(
            s -> {
              String words =
                  "fold "
                      + fold.number()
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

  private static Table table(ReportModel model) {
    Table table =
        new Table("Spans of each fold")
            .number("fold")
            .text("use")
            .time("from", "to (not included)");
    table.number("train rows", "purged rows", "test rows");
    for (Fold fold : model.folds()) {
      for (int i = 0; i < fold.spans().size(); i++) {
        Fold.Span s = fold.spans().get(i);
        String number = i == 0 ? "" + fold.number() : "";
        String train = i == 0 ? Numbers.count(fold.trainRows()) : "";
        String dropped = i == 0 ? Numbers.count(fold.purgedRows()) : "";
        String test = i == 0 ? Numbers.count(fold.testRows()) : "";
        table.row(
            number,
            word(s.use()),
            Numbers.minute(s.start()),
            Numbers.minute(s.end()),
            train,
            dropped,
            test);
      }
    }
    return table;
  }

  private static String word(Fold.Use use) {
    return use.name().toLowerCase(Locale.ROOT);
  }
}
