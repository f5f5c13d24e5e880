package org.tidemark.jobs.report;

/** What the live scorer has written to the lake so far. */
final class LiveSection implements Section {
  @Override
  public String id() {
    return "live";
  }

  @Override
  public String heading() {
    return "Live scores";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    Live live = model.live();
    if (live.scores().isEmpty()) {
      Section.empty(out, "No live scores: the streaming scorer has not written to this lake.");
    } else {
      Table table =
          new Table("Live scores per instrument and model")
              .text("instrument")
              .code("model version")
              .number("scores")
              .time("first", "last")
              .number("mean score", "above one half", "median latency, ms", "99 % latency, ms");
      live.scores()
          .forEach(
              s ->
                  table.row(
                      s.instrument(),
                      s.modelVersion(),
                      Numbers.count(s.count()),
                      Numbers.minute(s.first()),
                      Numbers.minute(s.last()),
                      Numbers.fixed(s.meanScore(), 4),
                      Numbers.percent(s.longShare(), 1),
                      Numbers.compact(s.latencyMedianMillis()),
                      Numbers.compact(s.latencyP99Millis())));
      table.write(out);
    }
    if (live.deadLetters().isEmpty()) {
      Section.empty(out, "No tick went to the dead letters.");
      return;
    }
    long scored = live.scores().stream().mapToLong(Live.LiveScores::count).sum();
    long dead = live.deadLetters().stream().mapToLong(ReasonCount::count).sum();
    CoverageSection.reasons("Dead letters by reason", live.deadLetters(), scored + dead).write(out);
  }
}
