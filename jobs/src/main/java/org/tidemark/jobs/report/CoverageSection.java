package org.tidemark.jobs.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which data the run stood on, what is missing from it and what was turned away. */
final class CoverageSection implements Section {
  private static final int SHADES = 5;

  @Override
  public String id() {
    return "coverage";
  }

  @Override
  public String heading() {
    return "Data coverage";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    Coverage c = model.coverage();
    if (c.instruments().isEmpty()) {
      Section.empty(
          out,
          "The lake holds no bars, prints or quotes up to this day, so nothing can be said about coverage. Ingest data first.");
    } else {
      instruments(c, out);
    }
    out.element("h3", "Rows read, accepted, rejected");
    long rejected = c.rejected().stream().mapToLong(ReasonCount::count).sum();
    boolean adds = c.rowsAccepted() + rejected == c.rowsRead();
    out.element(
        "p",
        Numbers.count(c.rowsRead())
            + " rows read from files = "
            + Numbers.count(c.rowsAccepted())
            + " accepted + "
            + Numbers.count(rejected)
            + " rejected: "
            + (adds
                ? "every row is accounted for."
                : "the sum is off by "
                    + Numbers.count(c.rowsRead() - c.rowsAccepted() - rejected)
                    + ". Treat this data with suspicion."),
        "class",
        adds ? "" : "alarm");
    if (c.rejected().isEmpty()) {
      Section.empty(out, "No row was rejected.");
    } else {
      reasons("Rejected rows by reason", c.rejected(), c.rowsRead()).write(out);
    }
    out.element("h3", "Quality checks");
    if (c.issues().isEmpty()) {
      Section.empty(out, "The quality checks found nothing to report.");
      return;
    }
    Table table =
        new Table("Findings of the quality checks")
            .chip("severity")
            .text("instrument", "check")
            .number("count")
            .text("detail");
    c.issues()
        .forEach(
            i ->
                table.row(
                    i.severity(), i.instrument(), i.check(), Numbers.count(i.count()), i.detail()));
    table.write(out);
  }

  static Table reasons(String caption, List<ReasonCount> reasons, long whole) {
    Table table = new Table(caption).text("from").code("reason").number("rows", "share of rows");
    reasons.stream()
        .sorted(
            Comparator.comparingLong(ReasonCount::count)
                .reversed()
                .thenComparing(ReasonCount::scope)
                .thenComparing(ReasonCount::reason))
        .forEach(
            r ->
                table.row(
                    r.scope(),
                    r.reason(),
                    Numbers.count(r.count()),
                    Numbers.share(r.count(), whole)));
    return table;
  }

  private void instruments(Coverage c, Markup out) {
    if (c.instruments().stream().anyMatch(i -> i.presence().size() > 1)) {
      out.open("figure")
          .open("figcaption")
          .element("strong", "Minutes present")
          .text(" share of the expected minutes ");
      out.open("span", "class", "ramp");
      for (int s = 0; s < SHADES; s++) {
        out.element(
            "span", s == 0 ? "none" : s == SHADES - 1 ? "all" : " ", "class", "shade s" + s);
      }
      out.close("span").close("figcaption").open("div", "class", "scroll");
      out.append(
          SvgTimeline.draw(
              id() + "-presence",
              "Minutes present per instrument over time",
              "Darker is more complete. " + words(c),
              rows(c),
              labelWidth(c),
              26));
      out.close("div").close("figure");
    }
    Table table =
        new Table("Coverage per instrument")
            .text("instrument")
            .time("first", "last")
            .number("rows", "present / expected minutes", "present", "longest gap")
            .time("gap starts");
    for (Coverage.InstrumentCoverage i : c.instruments()) {
      table.row(
          i.instrument(),
          Numbers.minute(i.first()),
          Numbers.minute(i.last()),
          Numbers.count(i.rows()),
          Numbers.count(i.presentMinutes()) + " / " + Numbers.count(i.expectedMinutes()),
          Numbers.share(i.presentMinutes(), i.expectedMinutes()),
          i.longestGap().isZero() ? "none" : Numbers.duration(i.longestGap()),
          i.longestGapStart().map(Numbers::minute).orElse(""));
    }
    table.write(out);
    out.element(
        "p",
        "Every minute of the clock between first and last counts as expected, so the nights of a closed market show as missing.",
        "class",
        "note");
  }

  private static List<SvgTimeline.Row> rows(Coverage c) {
    List<SvgTimeline.Row> rows = new ArrayList<>();
    for (Coverage.InstrumentCoverage i : c.instruments()) {
      List<SvgTimeline.Block> blocks = new ArrayList<>();
      for (int k = 0; k < i.presence().size(); k++) {
        TimeValue p = i.presence().get(k);
        Instant end =
            k + 1 < i.presence().size()
                ? i.presence().get(k + 1).time()
                : i.last().isAfter(p.time()) ? i.last() : p.time().plus(Duration.ofMinutes(1));
        int shade =
            Double.isNaN(p.value()) || p.value() <= 0
                ? 0
                : p.value() >= 0.9995
                    ? SHADES - 1
                    : p.value() >= 0.99 ? 3 : p.value() >= 0.9 ? 2 : 1;
        blocks.add(
            new SvgTimeline.Block(
                "shade s" + shade,
                p.time(),
                end,
                i.instrument()
                    + " from "
                    + Numbers.minute(p.time())
                    + ": "
                    + Numbers.percent(p.value(), 2)));
      }
      rows.add(new SvgTimeline.Row(i.instrument(), blocks));
    }
    return rows;
  }

  private static String words(Coverage c) {
    StringBuilder words = new StringBuilder();
    c.instruments()
        .forEach(
            i ->
                words
                    .append(i.instrument())
                    .append(' ')
                    .append(Numbers.share(i.presentMinutes(), i.expectedMinutes()))
                    .append("; "));
    return words.toString();
  }

  private static double labelWidth(Coverage c) {
    return 20
        + 7.0 * c.instruments().stream().mapToInt(i -> i.instrument().length()).max().orElse(0);
  }
}
