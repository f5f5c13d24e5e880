package org.tidemark.jobs.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;
import org.tidemark.streaming.source.FolderSink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole nightly chain on a simulated market, then live scoring of the day after. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Simulate a market with a known signal, run the whole nightly chain on it, score the following",
      "day live, replay it in batch to compare every bit, and say where to look. Takes a few minutes",
      "on two cores."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark demo",
      "  tidemark demo --signal 0        (nothing to find: no model may be promoted)"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final LocalDate START = LocalDate.of(2024, 1, 1);

  @Spec private CommandSpec spec;

  @Option(
      names = "--lake",
      defaultValue = "demo-lake",
      description = "Folder of the demo's lake; default: ${DEFAULT-VALUE}.")
  private Path lake;

  @Option(
      names = "--signal",
      defaultValue = "1",
      description = "Strength of the signal, 0 to 1; default: ${DEFAULT-VALUE}.")
  private double signal;

  @Option(names = "--seed", defaultValue = "42", description = "Seed of the market.")
  private long seed;

  @Option(
      names = "--days",
      defaultValue = "30",
      description = "Days of history; default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--instruments",
      defaultValue = "2",
      description = "Number of instruments; default: ${DEFAULT-VALUE}.")
  private int instruments;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    InstantSource clock = InstantSource.system();
    Instant begin = clock.instant();
    LocalDate asOf = START.plusDays(days);
    MarketModel market =
        MarketModel.standard(seed, instruments)
            .withSpan(START.atStartOfDay().toInstant(ZoneOffset.UTC), days + 1)
            .withTradesPerMinute(4)
            .withSignalStrength(signal);
    say(
        out,
        "Simulating %d days of %d instruments, seed %d, signal %s ...",
        days + 1,
        instruments,
        seed,
        signal);
    write(market, asOf);
    String where = lake.toString();
    int code =
        TidemarkCommand.execute("run", "nightly", "--lake", where, "--as-of", asOf.toString());
    if (code != 0) {
      return code;
    }
    say(out, "Scoring the next day's ticks as a stream ...");
    code =
        TidemarkCommand.execute(
            "score", "--lake", where, "--from", lake.resolve("feed").toString(), "--until-idle");
    if (code != 0) {
      return code;
    }
    say(out, "Replaying what the stream took in batch ...");
    code =
        TidemarkCommand.execute("parity", "--lake", where, "--as-of", asOf.plusDays(1).toString());
    if (code != 0) {
      return code;
    }
    code = TidemarkCommand.execute("report", "--lake", where, "--as-of", asOf.toString());
    NightlyArgs run = new NightlyArgs(asOf, NightlyConfig.of(Map.of()), Progress.SILENT);
    say(out, "");
    say(out, "Done in %d s. Where to look:", Duration.between(begin, clock.instant()).toSeconds());
    say(out, "  report   %s", lake.resolve("reports/" + run.runId() + ".html").toAbsolutePath());
    say(out, "  models   ./tidemark models list --lake %s", where);
    say(
        out,
        "  scores   ./tidemark sql --lake %s \"select decision, count(*) n, avg(score) from live.scores group by 1\"",
        where);
    say(
        out,
        "  refused  ./tidemark sql --lake %s \"select reason, detail, raw from live.dead_letters\"",
        where);
    say(
        out,
        "  parity   ./tidemark sql --lake %s \"select verdict, count(*) n, max(rows_compared) from features.parity group by 1\"",
        where);
    return code;
  }

  /** History as files to ingest, the day after as a feed, and the settings of the chain. */
  private void write(MarketModel market, LocalDate asOf) throws IOException {
    long split = asOf.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
    Path landing = Files.createDirectories(lake.resolve("landing"));
    for (InstrumentId instrument : market.instruments()) {
      Path file = landing.resolve(instrument.value() + ".jsonl");
      try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        Iterator<MarketEvent> events = market.events(instrument);
        while (events.hasNext()) {
          MarketEvent event = events.next();
          if (event.eventTimeNanos() < split) {
            writer.write(WireWriter.write(event));
            writer.write('\n');
          }
        }
      }
    }
    writeFeed(market, split);
    Files.writeString(
        lake.resolve("nightly.properties"),
        String.join(
            "\n",
            List.of(
                "# Settings of the demo's nightly chain; 'tidemark run settings' explains them.",
                "source.simulated=wire=" + landing.toAbsolutePath() + "/*.jsonl",
                "split=anchored:folds=5,train=0.4,embargo=PT1H",
                "# Few rows and much noise: small steps, big leaves, random halves.",
                "xgboost.eta=0.05",
                "xgboost.depth=5",
                "xgboost.min.child.weight=200",
                "xgboost.row.share=0.5",
                "xgboost.column.share=0.5",
                "drift.days=7",
                "")));
  }

  private void writeFeed(MarketModel market, long split) throws IOException {
    Path feed = lake.resolve("feed");
    if (Files.isDirectory(feed)) {
      return; // the feed of an earlier demo has been scored; a second copy would be duplicates
    }
    try (FolderSink sink = new FolderSink(feed, 5_000)) {
      Iterator<MarketEvent> events = market.events();
      long sent = 0;
      while (events.hasNext()) {
        MarketEvent event = events.next();
        if (event.eventTimeNanos() >= split) {
          sink.send(event);
          if (++sent == 3_000) {
            spoil(sink, event);
          }
        }
      }
    }
  }

  /** Four ticks that a feed should not have, to be seen in the dead letters. */
  private static void spoil(FolderSink sink, MarketEvent good) {
    sink.write("{\"type\":\"trade\",\"instrument\":");
    sink.write(WireWriter.write(good).replaceFirst("\"price\":\"[^\"]*\"", "\"price\":\"NaN\""));
    sink.write(WireWriter.write(good).replaceFirst("\"price\":\"[^\"]*\"", "\"price\":\"-1\""));
    sink.write(WireWriter.write(good));
  }

  private static void say(PrintWriter out, String text, Object... values) {
    out.printf(text + "%n", values);
    out.flush();
  }
}
