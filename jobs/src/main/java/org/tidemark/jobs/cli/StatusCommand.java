package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.tidemark.jobs.monitor.LakeStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells how a lake stands: who serves, what is scored, what is wrong. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = {
      "Tell how a lake stands: champion and fallbacks (their certificates checked, their files",
      "opened), last run, queries with totals and lag, dead letters by reason, drift, live"
          + " quality,",
      "alerts that stand, triggers that wait. Reads tables only."
    },
    footer = {
      "",
      "Exit codes: 0 all is well; 1 a model has no champion that may serve, or an alert stands.",
      "",
      "Examples:",
      "  tidemark status --lake lake",
      "  tidemark status --lake lake --json"
    })
public final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(names = "--json", description = "One line of JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LakeStatus.Status status = LakeStatus.of(lake.store(), InstantSource.system().instant());
    if (json) {
      out.println(StatusText.json(status));
    } else {
      StatusText.lines(status).forEach(out::println);
    }
    out.flush();
    return status.isWell() ? 0 : 1;
  }
}
