package org.tidemark.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Proves that live and batch computed the same bits, or shows where not. */
@Command(
    name = "parity",
    mixinStandardHelpOptions = true,
    description = {
      "Replay the ticks that live queries took, up to 00:00 UTC of the as-of date and since the last",
      "replay, in batch, and compare every feature value bit for bit with live.features. Writes a",
      "certificate per query, day and feature into features.parity."
    },
    footer = {
      "",
      "Exit codes: 0 equal, not comparable or no live events; 5 live and batch differ or ticks are",
      "lost, 1 the check failed, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark parity --lake lake --as-of 2018-06-02     (live events of 1 June and before)",
      "  tidemark sql --lake lake \"select verdict, count(*) from features.parity",
      "      where date = '2018-06-01' group by 1\""
    })
public final class ParityCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private NightlyOptions nightly;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    TableStore store = lake.store();
    NightlyArgs args = nightly.args(LakeFiles.of(store), spec.commandLine());
    String summary = new RunRecorder(store, InstantSource.system()).run("parity", args);
    out.println("parity: " + Json.tree(summary.getBytes(UTF_8)).path("message").asText());
    out.flush();
    return 0;
  }
}
