package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.List;

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
      // Columns that no row can fill only cost room.
      boolean timed =
          live.scores().stream().anyMatch(s -> Double.isFinite(s.latencyMedianMillis()));
      Table table =
          new Table("Live scores per instrument and model")
              .text("instrument")
              .code("model version")
              .number("scores")
              .time("first", "last")
              .number("mean score", "above one half");
      if (timed) {
        table.number("median latency, ms", "99 % latency, ms");
      }
      for (Live.LiveScores s : live.scores()) {
        List<String> cells =
            new ArrayList<>(
                List.of(
                    s.instrument(),
                    s.modelVersion(),
                    Numbers.count(s.count()),
                    Numbers.minute(s.first()),
                    Numbers.minute(s.last()),
                    Numbers.fixed(s.meanScore(), 4),
                    Numbers.percent(s.longShare(), 1)));
        if (timed) {
          cells.add(Numbers.compact(s.latencyMedianMillis()));
          cells.add(Numbers.compact(s.latencyP99Millis()));
        }
        table.row(cells.toArray(String[]::new));
      }
      table.write(out);
    }
    if (!live.parity().isEmpty()) {
      parity(live, out);
    }
    if (live.deadLetters().isEmpty()) {
      Section.empty(out, "No tick went to the dead letters.");
      return;
    }
    long scored = live.scores().stream().mapToLong(Live.LiveScores::count).sum();
    long dead = live.deadLetters().stream().mapToLong(ReasonCount::count).sum();
    CoverageSection.reasons("Dead letters by reason", live.deadLetters(), scored + dead).write(out);
  }

  private static void parity(Live live, Markup out) {
    Table table =
        new Table("Live features replayed in batch, bit for bit")
            .chip("verdict")
            .text("query")
            .time("day")
            .number("rows compared", "features", "differing", "rows on one side", "lost ticks");
    for (Live.Parity p : live.parity()) {
      table.row(
          p.verdict(),
          p.query(),
          p.day().toString(),
          Numbers.count(p.rows()),
          Numbers.count(p.features()),
          Numbers.count(p.differing()),
          Numbers.count(p.missing()),
          Numbers.count(p.lost()));
    }
    table.write(out);
  }
}
