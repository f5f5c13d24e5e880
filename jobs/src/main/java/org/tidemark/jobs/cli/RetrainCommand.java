package org.tidemark.jobs.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.dag.LocalRunner;
import org.tidemark.jobs.train.Retraining;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the nightly chain if the monitor has asked for a new fit. */
@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    description = {
      "Run the nightly chain if a row of models.retrain_triggers waits that no run has taken; the",
      "task 'train' takes it, and the manifests of the run name it. Else do nothing. A run that",
      "took a trigger and failed is gone on with; on a later date its triggers wait again."
    },
    footer = {
      "",
      "Exit codes: 0 done, or nothing waits; 1 a task failed, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark retrain --lake lake --as-of 2018-06-02",
      "  tidemark retrain --lake lake --as-of 2018-06-02 --dry-run"
    })
public final class RetrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private NightlyOptions options;

  @Option(names = "--dry-run", description = "Tell what waits; run nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    TableStore store = lake.store();
    NightlyArgs args = options.args(LakeFiles.of(store), spec.commandLine());
    String model = args.config().text("model");
    List<String> waiting = Retraining.waiting(store, model, args.runId());
    List<String> begun = Retraining.taken(store, model, args.runId());
    Optional<LocalRunner.Start> start =
        !waiting.isEmpty()
            ? Optional.of(LocalRunner.Start.FRESH)
            : !begun.isEmpty() && !registered(store, args)
                ? Optional.of(LocalRunner.Start.RESUME)
                : Optional.empty();
    waiting.forEach(cause -> out.println("waits: " + cause));
    begun.forEach(cause -> out.println("taken: " + cause));
    if (start.isEmpty()) {
      out.println("nothing asks for a new fit of " + model);
    }
    out.flush();
    return start.isEmpty() || dryRun
        ? 0
        : RunCommand.chain(store, lake.text(), args, start.get(), out);
  }

  private static boolean registered(TableStore store, NightlyArgs args) {
    List<Row> done =
        store.read(Tables.RUNS).where(args.mine()).where("task = 'register'").collectAsList();
    return !done.isEmpty();
  }
}
