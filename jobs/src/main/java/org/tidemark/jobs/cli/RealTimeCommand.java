package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.tidemark.jobs.watch.RealTimeWatch;
import org.tidemark.jobs.watch.TerminationHook;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.realtime.RealTimeScorer;
import org.tidemark.streaming.realtime.RealTimeSettings;
import org.tidemark.streaming.source.KafkaAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores live ticks in milliseconds, from Kafka to Kafka. */
@Command(
    name = "real-time",
    mixinStandardHelpOptions = true,
    description = {
      "Score live ticks in milliseconds, from Kafka to Kafka, with the champion. Each closed bar"
          + " goes",
      "to the output topic with its features and score, each tick that cannot be used to the topic"
          + " of",
      "dead letters. Delivery is at least once: what a crash repeats has the same id and the same",
      "bytes. 'tidemark audit' compares it with what 'tidemark score' wrote for the same topic."
    },
    footer = {
      "",
      "Features begin with the first record that the topic holds at the query's first start. All",
      "ticks of an instrument must be in one partition; every partition needs a free core for the",
      "whole run. Where one more is free, a newly promoted champion serves from the next turn on.",
      "SIGTERM, Ctrl-C and kill -9 lose nothing: the next start repeats what came since the last",
      "turn.",
      "Exit codes: 0 ended by --for-seconds, or --dry-run found it ready; 143 SIGTERM, 130 Ctrl-C,",
      "1 failed, or not ready; 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark real-time --lake lake --from kafka://localhost:9092/ticks \\",
      "      --to kafka://localhost:9092/scores --dry-run",
      "  tidemark real-time --lake lake --from kafka://localhost:9092/ticks \\",
      "      --to kafka://localhost:9092/scores --features core65",
      "More: docs/how-to/real-time.md"
    })
public final class RealTimeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "kafka://HOST:PORT/TOPIC",
      description = "Topic of ticks, of cleanup.policy=delete.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "kafka://HOST:PORT/TOPIC",
      description = "Topic of scores; must exist.")
  private String to;

  @Option(
      names = "--dead-letters",
      paramLabel = "TOPIC",
      description = "Topic beside --to; must exist. Default: its name with -dead.")
  private Optional<String> deadLetters = Optional.empty();

  @Mixin private ModelOption model;

  @Option(
      names = "--query",
      defaultValue = "real-time",
      description = {
        "Name of the query; its state and its checkpoint carry it, and no query of 'score' may have",
        "it. Default: ${DEFAULT-VALUE}."
      })
  private String query;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description = {
        "Folder of checkpoint and snapshots, on a file system that every executor sees. Default:",
        "checkpoints/QUERY in a local lake."
      })
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--turn-seconds",
      defaultValue = "300",
      description = {
        "How long tasks run between checkpoints, 5 or more; each turn pauses the outputs for some",
        "tenths of a second, and a crash repeats at most one. Default: ${DEFAULT-VALUE}."
      })
  private long turnSeconds;

  @Option(
      names = "--snapshot-records",
      defaultValue = "" + RealTimeSettings.STANDARD_SNAPSHOT,
      description = {
        "Records of a partition between snapshots of its state, which a restart begins its replay",
        "from; default: ${DEFAULT-VALUE}."
      })
  private long snapshotRecords;

  @Option(
      names = "--http",
      paramLabel = "PORT",
      description = "Answer /metrics (Prometheus) and /health here; 0 takes a free port.")
  private Optional<Integer> http = Optional.empty();

  @Option(
      names = "--for-seconds",
      paramLabel = "SECONDS",
      description = "End after this long; default: run until told to stop.")
  private Optional<Long> seconds = Optional.empty();

  @Mixin private SchemaOption messages;

  @Mixin private KafkaSettings kafka;
  @Mixin private DecisionOption decisions;

  @Option(names = "--dry-run", description = "Check everything, start and write nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    KafkaAddress source = KafkaAddress.parse(from);
    KafkaAddress target = KafkaAddress.parse(to);
    TableStore store = lake.store();
    RealTimeSettings settings =
        RealTimeSettings.of(
                query,
                model.name(),
                source,
                target,
                model.features(store),
                state
                    .orElseGet(() -> lake.lake().localPath("checkpoints/" + query))
                    .toAbsolutePath())
            .withTurn(Duration.ofSeconds(turnSeconds), snapshotRecords)
            .withDeadTopic(deadLetters.orElse(target.topic() + "-dead"))
            .decidingBy(decisions.thresholds())
            .withKafka(kafka.all())
            .withSchema(messages.schema());
    try (RealTimeScorer scorer =
        new RealTimeScorer(
            store,
            settings,
            alarm -> {
              err.println("tidemark: alarm: " + alarm);
              err.flush();
            })) {
      return dryRun ? tell(scorer.check(), out) : run(scorer, out);
    }
  }

  private static int tell(RealTimeScorer.Readiness ready, PrintWriter out) {
    out.println("model version: " + ready.version());
    ready
        .begin()
        .forEach(
            (partition, next) ->
                out.printf(
                    "partition %d: goes on at %d, ends at %d%n",
                    partition, next, ready.ends().getOrDefault(partition, 0L)));
    ready.problems().forEach(problem -> out.println("problem: " + problem));
    out.println(ready.problems().isEmpty() ? "ready" : "not ready");
    out.flush();
    return ready.problems().isEmpty() ? 0 : 1;
  }

  private int run(RealTimeScorer scorer, PrintWriter out) {
    try (RealTimeWatch watch =
        new RealTimeWatch(query, KafkaAddress.parse(from).topic(), http, InstantSource.system())) {
      if (http.isPresent()) {
        scorer.observedBy(watch::look);
      }
      StreamingQuery running = scorer.start();
      out.println("scoring " + from + " to " + to + " in real time; Ctrl-C stops");
      watch.port().ifPresent(port -> out.println("metrics and health on port " + port));
      out.flush();
      // A stop acts like a crash wherever it comes, so there is no batch to be patient with.
      try (TerminationHook hook = new TerminationHook(Duration.ofSeconds(1)).over(running)) {
        scorer.await(seconds.map(Duration::ofSeconds));
        watch.ended();
        scorer.close();
        out.printf("%d turns, %d records%n", scorer.turns(), scorer.records());
        out.flush();
      }
    }
    return 0;
  }
}
