package org.tidemark.jobs.report;

import java.util.List;

/** The verdict and the few numbers that it rests on. */
final class HeaderSection implements Section {
  @Override
  public String id() {
    return "verdict";
  }

  @Override
  public String heading() {
    return "Verdict";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    Header h = model.header();
    out.open("div", "class", "verdict");
    Chip.write(out, h.verdict().words());
    out.element("p", h.sentence(), "class", "sentence").close("div");
    if (!h.reasons().isEmpty()) {
      out.open("ul", "class", "reasons");
      h.reasons().forEach(r -> out.element("li", r));
      out.close("ul");
    }
    out.open("dl", "class", "figures");
    figure(out, "rows out of sample", Numbers.count(h.rows()));
    figure(out, "instruments", Numbers.count(h.instruments()));
    figure(out, "folds", Numbers.count(h.folds()));
    figure(
        out,
        "features",
        model.importances().isEmpty() ? Numbers.ABSENT : Numbers.count(features(model)));
    out.close("dl");
    if (h.learners().isEmpty()) {
      Section.empty(
          out, "No learner was fitted in this run, so there is no out-of-sample figure to show.");
      return;
    }
    palette.legend(out, h.learners().stream().map(Header.LearnerResult::learner).toList());
    out.open("div", "class", "pair");
    forest(h, palette, out, "auc", "Out-of-sample AUC", "0.5 is a coin", 0.5, 4);
    forest(h, palette, out, "sharpe", "Sharpe ratio after cost", "0 is no gain; annualised", 0, 2);
    out.close("div");
    Table table =
        new Table("Out-of-sample figures of each learner")
            .text("learner")
            .number("AUC", "interval", "Sharpe after cost", "interval ");
    for (Header.LearnerResult l : h.learners()) {
      table.row(
          l.learner(),
          Numbers.fixed(l.auc().value(), 4),
          Numbers.interval(l.auc(), 4),
          Numbers.fixed(l.sharpe().value(), 2),
          Numbers.interval(l.sharpe(), 2));
    }
    table.write(out);
  }

  private void forest(
      Header h,
      Palette palette,
      Markup out,
      String key,
      String title,
      String note,
      double level,
      int decimals) {
    List<SvgForest.Row> rows =
        h.learners().stream()
            .map(
                l ->
                    new SvgForest.Row(
                        l.learner(),
                        palette.colour(l.learner()),
                        key.equals("auc") ? l.auc() : l.sharpe()))
            .toList();
    StringBuilder words = new StringBuilder("Estimate and interval: ");
    rows.forEach(
        r ->
            words
                .append(r.name())
                .append(' ')
                .append(Numbers.estimate(r.estimate(), decimals))
                .append("; "));
    out.open("figure")
        .open("figcaption")
        .element("strong", title)
        .text(" " + note)
        .close("figcaption");
    out.append(SvgForest.draw(id() + "-" + key, title, words.toString(), rows, level, decimals))
        .close("figure");
  }

  private static int features(ReportModel model) {
    return model.importances().stream().mapToInt(i -> i.features().size()).max().orElse(0);
  }

  private static void figure(Markup out, String name, String value) {
    out.open("div").element("dt", name).element("dd", value).close("div");
  }
}
