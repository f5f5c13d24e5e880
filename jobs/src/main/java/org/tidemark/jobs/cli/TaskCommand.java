package org.tidemark.jobs.cli;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One task of the nightly DAG, run alone, as a scheduler does. */
@Command(mixinStandardHelpOptions = true)
public final class TaskCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private NightlyOptions nightly;

  private final String task;

  TaskCommand(String task) {
    this.task = task;
  }

  @Override
  public Integer call() {
    return run(task, spec.commandLine(), lake, nightly);
  }

  /** Runs a task and prints its summary. */
  static int run(String task, CommandLine line, LakeOption lake, NightlyOptions nightly) {
    var out = line.getOut();
    TableStore store = lake.store();
    NightlyArgs args = nightly.args(LakeFiles.of(store), line);
    out.println(task + ": " + new RunRecorder(store, InstantSource.system()).run(task, args));
    out.flush();
    return 0;
  }
}
