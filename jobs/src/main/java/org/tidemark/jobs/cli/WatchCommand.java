package org.tidemark.jobs.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.alarm.AlertSink;
import org.tidemark.jobs.monitor.LakeStatus;
import org.tidemark.jobs.monitor.LiveMonitor;
import org.tidemark.jobs.watch.Health;
import org.tidemark.jobs.watch.MonitorMetrics;
import org.tidemark.jobs.watch.WatchServer;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Watches a scoring query from outside: drift, quality, latency, alerts. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Look at a scoring query from outside, again and again: drift of its features and scores on",
      "the bins frozen at training (live.drift), metrics over 30 days where labels are known",
      "(live.quality), latency. Held against models.alert_rules; alerts go into models.alerts and,",
      "with those of the scorer and the nightly tasks, to the sinks. It only reads what the scorer",
      "wrote: it can neither slow nor fail it, and may be stopped and started at any moment."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 a look failed (--once), 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark watch --lake lake --once",
      "  tidemark watch --lake lake --sink log=file:/var/log/tidemark/alerts.jsonl \\",
      "      --sink hook=https://alerts.example.org/tidemark --http 9401",
      "What it writes and what to do about it: docs/how-to/watch.md, docs/how-to/runbook.md"
    })
public final class WatchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--query",
      defaultValue = "live",
      description = "Name of the scoring query; default: ${DEFAULT-VALUE}.")
  private String query;

  @Option(
      names = "--model",
      defaultValue = "direction",
      description = "Model whose champion scores in it; default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(names = "--once", description = "Look once and end.")
  private boolean once;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = {
        "With --once: look as if it were 00:00 UTC of this day. Labels count whose span was over",
        "then; default: now."
      })
  private Optional<LocalDate> asOf = Optional.empty();

  @Option(
      names = "--every",
      defaultValue = "PT1M",
      paramLabel = "DURATION",
      description = "Pause between looks; default: ${DEFAULT-VALUE}.")
  private Duration every;

  @Option(
      names = "--cell",
      defaultValue = "PT1H",
      paramLabel = "DURATION",
      description = "Drift is counted in cells of event time; default: ${DEFAULT-VALUE}.")
  private Duration cell;

  @Option(
      names = "--window",
      defaultValue = "PT24H",
      paramLabel = "DURATION",
      description = "Length of a drift window, whole cells; default: ${DEFAULT-VALUE}.")
  private Duration window;

  @Option(
      names = "--sink",
      paramLabel = "NAME=ADDRESS",
      description = {
        "Where alerts go: file:PATH (a line of JSON each) or an http(s) address (a POST each).",
        "May be given often. NAME stands in models.alert_deliveries, the address nowhere."
      })
  private List<String> sinks = new ArrayList<>();

  @Option(
      names = "--http",
      paramLabel = "PORT",
      description = "Answer /metrics (Prometheus) and /health here; 0 takes a free port.")
  private Optional<Integer> http = Optional.empty();

  @Override
  public Integer call() throws InterruptedException {
    var out = spec.commandLine().getOut();
    if (asOf.isPresent() && !once) {
      throw new ParameterException(spec.commandLine(), "--as-of is for one look: add --once");
    }
    List<AlertSink> to = sinks.stream().map(AlertSink::of).toList();
    TableStore store = lake.store();
    LiveMonitor monitor = new LiveMonitor(store, query, model, cell, window, to);
    MonitorMetrics metrics = new MonitorMetrics(query);
    InstantSource clock = InstantSource.system();
    Health health = new Health(query, every.multipliedBy(3).plusMinutes(5), clock);
    Optional<WatchServer> server = http.map(port -> WatchServer.of(port, metrics, health));
    try {
      server.ifPresent(s -> out.println("metrics and health on port " + s.port()));
      while (true) {
        Instant now =
            asOf.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant()).orElseGet(clock::instant);
        try {
          LiveMonitor.Look look = monitor.look(now);
          metrics.drift(look.psi());
          metrics.quality(look.quality());
          metrics.deadLetters(LakeStatus.deadLetters(store));
          metrics.looked(now, look.open(), look.waiting(), look.modelMillis());
          health.alive();
          out.println(summary(look));
          out.flush();
        } catch (Exception e) {
          if (once) {
            throw e;
          }
          // Of any kind: Spark throws checked ones undeclared. The next look begins where this did.
          spec.commandLine().getErr().println("tidemark: a look failed: " + e);
          spec.commandLine().getErr().flush();
        }
        if (once) {
          return 0;
        }
        Thread.sleep(every.toMillis());
      }
    } finally {
      server.ifPresent(WatchServer::close);
    }
  }

  private static String summary(LiveMonitor.Look look) {
    Map<String, Object> facts = new TreeMap<>();
    facts.put("champion", look.champion());
    look.psi().getOrDefault(look.champion(), Map.of()).values().stream()
        .max(Double::compare)
        .ifPresent(highest -> facts.put("highestPsi", highest));
    facts.put("alertsOpen", look.open());
    facts.put("raised", look.raised());
    facts.put("ended", look.ended());
    facts.put("triggers", look.triggers());
    facts.put("delivered", look.delivered());
    facts.put("waiting", look.waiting());
    return Json.line(facts);
  }
}
