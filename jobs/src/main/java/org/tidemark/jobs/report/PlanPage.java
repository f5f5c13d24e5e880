package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

/** The page of one validation before it runs, in the style of the nightly report. */
public final class PlanPage {
  private PlanPage() {}

  /**
   * The whole page; the same plan gives the same text.
   *
   * @param lake as the user gave it
   * @param command that makes the plan again
   */
  public static String html(String lake, String command, Plan plan) {
    Markup out = new Markup();
    ReportWriter.head(out, "Tidemark: plan of " + plan.split());
    out.open("header");
    out.element("p", "Tidemark · validation plan", "class", "brand")
        .element("h1", "What validation will do");
    out.open("dl", "class", "run");
    out.element("dt", "lake").open("dd").element("code", lake).close("dd");
    out.element("dt", "split").open("dd").element("code", plan.split()).close("dd");
    out.element("dt", "rows")
        .element("dd", Numbers.minute(plan.first()) + " to " + Numbers.minute(plan.last()) + " UTC")
        .close("dl")
        .close("header")
        .open("main");
    begin(out, "plan", "Folds");
    out.open("dl", "class", "figures");
    figure(out, "labelled rows", count(plan, plan.rows()));
    figure(out, "folds", Numbers.count(plan.folds().size()));
    figure(out, "backtest paths", Numbers.count(plan.paths().size()));
    figure(out, "longest label", Numbers.duration(plan.horizon()));
    out.close("dl");
    plan.problem()
        .ifPresent(why -> out.element("p", "It will be refused: " + why, "class", "note"));
    new FoldTimeline(
            "plan",
            plan.lines().stream().map(l -> new FoldTimeline.Row(l.name(), l.fold())).toList(),
            rows -> count(plan, rows))
        .write(out);
    out.close("section");
    if (plan.paths().size() > 1) {
      begin(out, "paths", "Backtest paths");
      out.element(
          "p",
          "Each path goes through all test windows once; the table says whose scores it takes.",
          "class",
          "note");
      paths(plan).write(out);
      out.close("section");
    }
    if (!plan.execution().isEmpty()) {
      begin(out, "execution", "Fits");
      out.open("ul");
      plan.execution().forEach(line -> out.element("li", line));
      out.close("ul").close("section");
    }
    begin(out, "again", "Make it again");
    out.open("pre").element("code", command).close("pre");
    out.close("section").close("main").close("body").close("html");
    return out.toString();
  }

  private static Table paths(Plan plan) {
    Table table = new Table("Fold that scores each window of each path").number("path");
    for (int window = 0; window < plan.paths().get(0).size(); window++) {
      table.number("window " + window);
    }
    for (int path = 0; path < plan.paths().size(); path++) {
      List<String> cells = new ArrayList<>(List.of("" + path));
      plan.paths().get(path).forEach(fold -> cells.add("" + fold));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static String count(Plan plan, long rows) {
    return plan.isCounted() ? Numbers.count(rows) : Numbers.ABSENT;
  }

  private static void begin(Markup out, String id, String heading) {
    out.open("section", "id", id, "aria-labelledby", id + "-h")
        .element("h2", heading, "id", id + "-h");
  }

  private static void figure(Markup out, String name, String value) {
    out.open("div").element("dt", name).element("dd", value).close("div");
  }
}
