package org.tidemark.jobs.cli;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tidemark.jobs.serve.Serving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes the champion out of service by hand. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = {
      "Put the previous version back into service, or the one named. Its certificates must hold",
      "and its file is opened first. A running scorer follows at its next batch; the roll-back",
      "stands in models.rollback_logs. The nightly task 'register' does the same by itself when",
      "the champion's live accuracy is more than 10 points below what validation promised."
    },
    footer = {
      "",
      "Exit codes: 0 rolled back, or --dry-run found that it could be; 1 refused, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark models rollback --lake lake --reason 'scores are off since noon'",
      "  tidemark models rollback --lake lake --to 2018-05-31-xgboost --reason audit --dry-run"
    })
final class ModelsRollbackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--model",
      defaultValue = "direction",
      paramLabel = "NAME",
      description = "Model; default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "Version to put back; default: the one with alias 'previous'.")
  private Optional<String> to = Optional.empty();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; the registry keeps it.")
  private String reason;

  @Option(names = "--dry-run", description = "Check and tell; change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    Serving serving = Serving.of(lake.store(), model);
    Serving.Change change =
        serving.rollBack(to, "rolled back by hand: " + reason.replace('\n', ' '));
    if (!dryRun) {
      serving.rollBack(
          change,
          new Serving.Trigger(
              "rollback-" + Instant.now(),
              Serving.BY_HAND,
              Double.NaN,
              Double.NaN,
              System.getProperty("user.name", "unknown")));
    }
    out.printf(
        "%s %s of %s; %s %s%n",
        change.to(),
        dryRun ? "could be champion" : "is champion",
        model,
        change.from().orElseThrow(),
        dryRun ? "serves" : "is out of service");
    out.flush();
    return 0;
  }
}
