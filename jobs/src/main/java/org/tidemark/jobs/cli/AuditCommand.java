package org.tidemark.jobs.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.tidemark.streaming.realtime.RealTimeAudit;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.KafkaOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares the real-time path with the one that is exactly once. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = {
      "Read what 'tidemark real-time' put out, each bar once, and compare scores, features and dead",
      "letters bit for bit with what 'tidemark score --cold' wrote for the same topic and model.",
      "Reads both topics to their ends: let both paths catch up first."
    },
    footer = {
      "",
      "Exit codes: 0 nothing missing, extra or different; 5 something is, or nothing could be",
      "compared; 1 the check failed.",
      "",
      "Example:",
      "  tidemark audit --lake lake --topic kafka://localhost:9092/scores --query live"
    })
public final class AuditCommand implements Callable<Integer> {
  private static final int DIFFERENT = 5;

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--topic",
      required = true,
      paramLabel = "kafka://HOST:PORT/TOPIC",
      description = "Topic of scores of the real-time path.")
  private String topic;

  @Option(
      names = "--dead-letters",
      paramLabel = "TOPIC",
      description = "Its topic of dead letters. Default: the name of --topic with -dead.")
  private Optional<String> deadLetters = Optional.empty();

  @Option(
      names = "--query",
      defaultValue = "live",
      description = "Query of the audit path; default: ${DEFAULT-VALUE}.")
  private String query;

  @Mixin private KafkaSettings kafka;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    KafkaAddress scores = KafkaAddress.parse(topic);
    RealTimeAudit.Report report =
        new RealTimeAudit(lake.store(), query, KafkaOptions.ofClientsIn(kafka.all()))
            .run(
                scores,
                new KafkaAddress(scores.servers(), deadLetters.orElse(scores.topic() + "-dead")));
    out.println(
        "            read  repeated  rescored  changed  compared  other version  missing  extra"
            + "  different");
    line("scores", report.scores());
    line("features", report.features());
    line("dead", report.deadLetters());
    if (!report.hasCompared()) {
      out.println("nothing was compared: no score of one version stands on both sides");
    }
    out.println(report.holds() ? "audit holds" : "AUDIT FAILS");
    out.flush();
    return report.holds() ? 0 : DIFFERENT;
  }

  private void line(String name, RealTimeAudit.Side side) {
    spec.commandLine()
        .getOut()
        .printf(
            "%-8s%8d%10d%10d%9d%10d%15d%9d%7d%11d%n",
            name,
            side.read(),
            side.repeated(),
            side.rescored(),
            side.changed(),
            side.compared(),
            side.otherVersion(),
            side.missing(),
            side.extra(),
            side.different());
  }
}
