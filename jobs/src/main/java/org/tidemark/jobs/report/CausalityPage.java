package org.tidemark.jobs.report;

import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.tidemark.features.causality.Outcome;
import org.tidemark.features.causality.Probe;
import org.tidemark.features.causality.Verdict;

/** The page of one look-ahead check, in the style of the nightly report. */
public final class CausalityPage {
  private CausalityPage() {}

  /**
   * The whole page; the same findings give the same text.
   *
   * @param lake as the user gave it
   * @param command that makes the check again
   * @param facts input rows and events
   */
  public static String html(
      String lake,
      String command,
      long facts,
      long fromNanos,
      long toNanos,
      List<Verdict> verdicts) {
    List<Verdict> leaks = verdicts.stream().filter(Verdict::leaks).toList();
    long untested = count(verdicts, "untested");
    Markup out = new Markup();
    ReportWriter.head(out, "Tidemark: look-ahead check, " + words(leaks.size()));
    out.open("header");
    out.element("p", "Tidemark · look-ahead check", "class", "brand")
        .element("h1", "Does anything know the future?");
    out.open("dl", "class", "run");
    out.element("dt", "lake").open("dd").element("code", lake).close("dd");
    out.element("dt", "data")
        .element("dd", time(fromNanos) + " to " + time(toNanos))
        .close("dl")
        .close("header")
        .open("main");
    begin(out, "verdict", "Verdict");
    out.open("div", "class", "verdict");
    Chip.write(out, leaks.isEmpty() ? "clean" : "leak");
    out.element("p", sentence(leaks, verdicts.size(), untested), "class", "sentence").close("div");
    out.open("dl", "class", "figures");
    figure(out, "input rows", facts);
    figure(out, "outputs", verdicts.size());
    figure(out, "leaks", leaks.size());
    figure(out, "untested", untested);
    out.close("dl").close("section");
    if (!leaks.isEmpty()) {
      begin(out, "leaks", "Leaks, with the first row that shows each");
      leaks(leaks).write(out);
      out.close("section");
    }
    begin(out, "all", "Everything that was checked");
    all(verdicts).write(out);
    out.close("section");
    begin(out, "probes", "How it was found");
    Table probes = new Table("Probes").text("probe", "what a hit means");
    for (Probe probe : Probe.values()) {
      probes.row(probe.name(), probe.meaning());
    }
    probes.write(out);
    out.element(
        "p",
        "Clean means that no rerun changed a row that was due. A leak that shows on few rows can be"
            + " missed: more cuts and more data find more. Input that is itself stamped too early"
            + " cannot be told from input that was early.",
        "class",
        "note");
    out.element("h3", "Make it again").open("pre").element("code", command).close("pre");
    out.close("section").close("main").close("body").close("html");
    return out.toString();
  }

  private static void begin(Markup out, String id, String heading) {
    out.open("section", "id", id, "aria-labelledby", id + "-h")
        .element("h2", heading, "id", id + "-h");
  }

  private static String sentence(List<Verdict> leaks, int outputs, long untested) {
    String rest = untested == 0 ? "" : " " + untested + " could not be tested; the table says why.";
    if (leaks.isEmpty()) {
      return "Nothing that was tried changed a row that was already due." + rest;
    }
    return leaks.size() + " of " + outputs + " outputs know something that comes later." + rest;
  }

  private static String words(int leaks) {
    return leaks == 0 ? "clean" : leaks == 1 ? "1 leak" : leaks + " leaks";
  }

  private static long count(List<Verdict> verdicts, String word) {
    return verdicts.stream().filter(v -> v.outcome().word().equals(word)).count();
  }

  private static Table leaks(List<Verdict> leaks) {
    Table table =
        new Table("Leaks")
            .code("subject", "output")
            .text("probe", "instrument")
            .time("first row, UTC", "altered after, UTC")
            .number("with this future", "with another");
    for (Verdict v : leaks) {
      Outcome.Leak leak = (Outcome.Leak) v.outcome();
      table.row(
          v.subject(),
          v.output(),
          leak.probe().name(),
          leak.instrument(),
          time(leak.timeNanos()),
          time(leak.cutNanos()),
          value(leak.with()),
          value(leak.without()));
    }
    return table;
  }

  private static Table all(List<Verdict> verdicts) {
    Table table =
        new Table("Verdict of every output")
            .code("subject", "output")
            .chip("verdict")
            .number("rows compared")
            .text("why");
    for (Verdict v : verdicts) {
      table.row(v.subject(), v.output(), v.outcome().word(), Numbers.count(v.compared()), why(v));
    }
    return table;
  }

  private static String why(Verdict v) {
    if (v.outcome() instanceof Outcome.Leak leak) {
      return leak.probe().meaning();
    }
    return v.outcome() instanceof Outcome.Untested untested ? untested.why() : "";
  }

  private static void figure(Markup out, String name, long value) {
    out.open("div").element("dt", name).element("dd", Numbers.count(value)).close("div");
  }

  private static String time(long nanos) {
    return Numbers.minute(Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L)));
  }

  private static String value(OptionalDouble value) {
    return value.isEmpty() ? "no row" : Double.toString(value.getAsDouble());
  }
}
