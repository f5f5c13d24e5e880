package org.tidemark.jobs.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.tidemark.jobs.monitor.PromotionChecklist;
import org.tidemark.jobs.serve.Serving;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a registered version into service by hand. */
@Command(
    name = "promote",
    mixinStandardHelpOptions = true,
    description = {
      "Make a registered version the champion. Its certificates must hold, its file must open and",
      "take less than 10 ms a row; whether a fallback is ready is told. The version that served",
      "becomes 'previous'. A running scorer follows at its next batch. This goes past the nightly",
      "gate: the version need not have beaten anything."
    },
    footer = {
      "",
      "Exit codes: 0 promoted, or --dry-run found it fit; 1 refused, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark models promote 2018-06-01-imported-lgbm --lake lake --reason 'trial of LightGBM'",
      "  tidemark models promote 2018-06-01-xgboost --lake lake --reason again --dry-run"
    })
final class ModelsPromoteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Parameters(paramLabel = "VERSION", description = "Version that is to serve.")
  private String version;

  @Option(
      names = "--model",
      defaultValue = "direction",
      paramLabel = "NAME",
      description = "Its model; default: ${DEFAULT-VALUE}.")
  private String model;

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
    TableStore store = lake.store();
    Serving serving = Serving.of(store, model);
    Serving.Change change = serving.promotion(version, "by hand: " + reason.replace('\n', ' '));
    PromotionChecklist list = PromotionChecklist.of(store, model, version);
    list.gates()
        .forEach(
            gate ->
                out.printf(
                    "%-8s %s: %s%n",
                    gate.verdict().name().toLowerCase(Locale.ROOT), gate.name(), gate.detail()));
    out.flush();
    if (!list.refused().isEmpty()) {
      throw new IllegalArgumentException(
          "version '" + version + "' may not serve: " + list.refused().get(0).detail());
    }
    if (!dryRun) {
      serving.promote(change);
    }
    out.printf(
        "%s %s of %s%s%n",
        change.to(),
        dryRun ? "may serve as champion" : "is champion",
        model,
        change.from().map(from -> "; " + from + (dryRun ? " serves" : " is previous")).orElse(""));
    out.flush();
    return 0;
  }
}
