package org.tidemark.jobs.report;

import java.util.Comparator;
import java.util.List;

/** Which features the models lean on. */
final class ImportanceSection implements Section {
  private static final int TOP = 20;

  @Override
  public String id() {
    return "importance";
  }

  @Override
  public String heading() {
    return "Feature importance";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    if (model.importances().isEmpty()) {
      Section.empty(
          out, "No importance: it is computed for trained models only, and this run trained none.");
      return;
    }
    out.element(
        "p",
        "Gain says what a model used when it was fitted, shap what moved its margins on rows it had"
            + " not seen, permutation what it needed to be right: where they disagree, features"
            + " stand in for each other. Bars are means over the folds, whiskers reach from the"
            + " lowest fold to the highest.",
        "class",
        "note");
    out.open("div", "class", "pair");
    Table table =
        new Table("Feature importance")
            .text("model", "method")
            .number("rank")
            .code("feature")
            .number("score", "spread");
    for (int i = 0; i < model.importances().size(); i++) {
      Importance importance = model.importances().get(i);
      List<Importance.FeatureScore> sorted =
          importance.features().stream()
              .sorted(
                  Comparator.<Importance.FeatureScore>comparingDouble(
                          f ->
                              Double.isNaN(f.score().value())
                                  ? Double.POSITIVE_INFINITY
                                  : -f.score().value())
                      .thenComparing(Importance.FeatureScore::feature))
              .toList();
      for (int k = 0; k < sorted.size(); k++) {
        Estimate e = sorted.get(k).score();
        String spread =
            e.bounded()
                ? "[" + Numbers.compact(e.low()) + ", " + Numbers.compact(e.high()) + "]"
                : "";
        table.row(
            importance.model(),
            importance.method(),
            "" + (k + 1),
            sorted.get(k).feature(),
            Numbers.compact(e.value()),
            spread);
      }
      picture(importance, sorted.subList(0, Math.min(TOP, sorted.size())), i, palette, out);
    }
    out.close("div");
    table.writeFolded(out, "Every feature's score");
  }

  private void picture(
      Importance importance,
      List<Importance.FeatureScore> top,
      int index,
      Palette palette,
      Markup out) {
    String fill = "bar c" + palette.colour(importance.model()) % Canvas.COLOURS;
    List<SvgBars.Bar> bars =
        top.stream()
            .map(
                f ->
                    new SvgBars.Bar(
                        f.feature(), fill, f.score(), Numbers.compact(f.score().value())))
            .toList();
    String title = "Importance by " + importance.method() + " of " + importance.model();
    String words =
        top.isEmpty()
            ? "no features"
            : "Highest: " + top.get(0).feature() + ". The values are in the table below.";
    String note =
        " "
            + importance.model()
            + "; "
            + importance.unit()
            + "; top "
            + top.size()
            + " of "
            + importance.features().size();
    out.open("figure")
        .open("figcaption")
        .element("strong", importance.method())
        .text(note)
        .close("figcaption");
    out.append(SvgBars.draw(id() + "-" + index, "half", 520, title, words, bars, List.of()))
        .close("figure");
  }
}
