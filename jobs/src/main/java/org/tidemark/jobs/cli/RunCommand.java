package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.jobs.dag.Dag;
import org.tidemark.jobs.dag.FileRunLog;
import org.tidemark.jobs.dag.LocalRunner;
import org.tidemark.jobs.dag.NightlyDag;
import org.tidemark.jobs.dag.Outcome;
import org.tidemark.jobs.dag.RunLog;
import org.tidemark.jobs.train.TrainPlan;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a whole DAG in this process. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Run the nightly chain, task after task, with resume.",
    footer = {
      "",
      "Examples:",
      "  tidemark run nightly --lake lake --as-of 2018-06-01",
      "  tidemark run nightly --lake lake --as-of 2018-06-01 --resume",
      "  tidemark run nightly --lake lake --as-of 2018-06-01 --dry-run",
      "  tidemark run settings"
    })
public final class RunCommand {
  @Spec private CommandSpec spec;

  /** Runs every task of the nightly DAG. */
  @Command(
      name = "nightly",
      mixinStandardHelpOptions = true,
      description = "Ingest, quality, features, labels, validate, train, export, register, ...")
  int nightly(
      @Mixin LakeOption lake,
      @Mixin NightlyOptions options,
      @Mixin DeviceOption device,
      @Option(names = "--resume", description = "Go on after the last task that succeeded.")
          boolean resume,
      @Option(names = "--dry-run", description = "Print what would run, and run nothing.")
          boolean dryRun,
      @Option(
              names = "--explain",
              description =
                  "Like --dry-run, and say where each learner would be fitted, with which sizes.")
          boolean explain) {
    device.into(options);
    var out = spec.commandLine().getOut();
    Map<String, String> values = Map.of("lake", lake.text(), "ds", options.asOf().toString());
    LocalRunner.Start start = resume ? LocalRunner.Start.RESUME : LocalRunner.Start.FRESH;
    if (explain) {
      TableStore store = lake.store();
      TrainPlan.of(store, options.args(LakeFiles.of(store), spec.commandLine()))
          .forEach(line -> out.println("fits    " + line));
    }
    if (dryRun || explain) {
      LakeFiles files = lake.files();
      NightlyArgs args = options.args(files, spec.commandLine());
      Dag dag = dag(args);
      new LocalRunner(
              dag,
              (t, a) -> new Outcome.Success(""),
              log(files, dag, args),
              InstantSource.system(),
              out::println)
          .plan(values, start);
      out.flush();
      return 0;
    }
    TableStore store = lake.store();
    NightlyArgs args = options.args(LakeFiles.of(store), spec.commandLine());
    return chain(store, lake.text(), args, start, out);
  }

  /** Runs the chain here and returns its exit code. */
  static int chain(
      TableStore store, String lake, NightlyArgs args, LocalRunner.Start start, PrintWriter out) {
    Dag dag = dag(args);
    RunRecorder recorder = new RunRecorder(store, InstantSource.system());
    return new LocalRunner(
            dag,
            (task, arguments) -> new Outcome.Success(recorder.run(task.id(), args)),
            log(LakeFiles.of(store), dag, args),
            InstantSource.system(),
            line -> {
              out.println(line);
              out.flush();
            })
        .run(Map.of("lake", lake, "ds", args.asOf().toString()), start)
        .exitCode();
  }

  /** With its settings in each command, a task that was done under others is not done. */
  private static Dag dag(NightlyArgs args) {
    return NightlyDag.of(NightlyDag.ID, NightlyDag.LAKE, RerunCommand.settings(args.config()));
  }

  private static RunLog log(LakeFiles files, Dag dag, NightlyArgs args) {
    return new FileRunLog(files, dag.id() + "-" + args.config().text("model"), args.asOf());
  }

  /** Prints every setting with its default. */
  @Command(
      name = "settings",
      mixinStandardHelpOptions = true,
      description = "List the settings of nightly.properties and --set, with their defaults.")
  int settings() {
    var out = spec.commandLine().getOut();
    NightlyConfig.SETTINGS.forEach(
        s -> out.printf("%-22s %-45s %s%n", s.key(), s.standard(), s.meaning()));
    out.printf("%-22s %-45s %s%n", "source.NAME", "", "files to ingest: format[:instrument]=path");
    out.flush();
    return 0;
  }
}
