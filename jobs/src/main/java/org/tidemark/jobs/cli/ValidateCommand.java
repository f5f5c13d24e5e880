package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.report.Plan;
import org.tidemark.jobs.report.PlanPage;
import org.tidemark.jobs.validate.PlanJob;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.split.Window;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Validates the learners of a run, or shows the folds first. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = {
      "Fit every learner on every fold of the split, score out of fold and measure.",
      "A validation that was stopped goes on with the fits that are missing when it is given"
          + " again.",
      "With --plan or --explain: show the folds, count their rows, say where fits run; fit nothing."
    },
    footer = {
      "",
      "Splits (--set split=...), each with embargo=DURATION and by=time, by=events or",
      "by=session,calendar=nyse:",
      "  anchored:folds=12,train=0.4,embargo=PT1H     walk-forward, training grows",
      "  rolling:folds=12,train=P90D,embargo=PT1H     walk-forward, training moves",
      "  kfold:folds=5,embargo=PT1H                   every block is tested once",
      "  cpcv:groups=10,test=2,embargo=PT1H           every 2 of 10: 45 folds, 9 paths",
      "  nested:outer=[...],inner=[...]               tune inside, test outside",
      "",
      "Exit codes: 0 done, 1 it failed or would, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark validate --lake lake --as-of 2018-06-01",
      "  tidemark validate --lake lake --as-of 2018-06-01 --plan",
      "  tidemark validate --lake lake --as-of 2018-06-01 --plan --html plan.html \\",
      "      --set split=cpcv:groups=6,test=2,embargo=PT1H",
      "  tidemark validate --lake lake --as-of 2018-06-01 --plan \\",
      "      --from 2018-01-01 --to 2018-06-01      (before the lake has labels)"
    })
public final class ValidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private NightlyOptions nightly;
  @Mixin private DeviceOption device;

  @Option(
      names = {"--plan", "--explain"},
      description = "Show the folds, and where each learner is fitted; fit nothing.")
  private boolean plan;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "With --plan: also write a page of HTML.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      description = "With --plan: draw it for UTC days from this one, without looking at rows.")
  private Optional<LocalDate> from = Optional.empty();

  @Option(names = "--to", paramLabel = "DATE", description = "With --from: UTC day to end before.")
  private Optional<LocalDate> to = Optional.empty();

  @Override
  public Integer call() throws IOException {
    device.into(nightly);
    if (!plan && (html.isPresent() || from.isPresent() || to.isPresent())) {
      throw usage("--html, --from and --to belong to --plan; add it");
    }
    if (from.isPresent() != to.isPresent()) {
      throw usage("--from and --to come together; give both");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (plan) {
      return show(planned(), out);
    }
    TableStore store = lake.store();
    NightlyArgs args =
        nightly.args(
            LakeFiles.of(store),
            spec.commandLine(),
            new TimedProgress(out, InstantSource.system()));
    out.println(
        "validate: " + new RunRecorder(store, InstantSource.system()).run("validate", args));
    out.flush();
    return 0;
  }

  private ParameterException usage(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  private Plan planned() {
    if (from.isPresent()) {
      NightlyArgs args = nightly.args(lake.files(), spec.commandLine());
      return PlanJob.of(args, new Window(midnight(from.get()), midnight(to.orElseThrow())));
    }
    TableStore store = lake.store();
    return new PlanJob().run(store, nightly.args(LakeFiles.of(store), spec.commandLine()));
  }

  private static long midnight(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }

  private int show(Plan planned, PrintWriter out) throws IOException {
    PlanText.print(planned, out);
    if (html.isPresent()) {
      Path file = html.get().toAbsolutePath();
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          PlanPage.html(
              lake.text(),
              "tidemark " + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
              planned));
      out.println("page: " + file);
    }
    out.flush();
    return planned.problem().isPresent() ? 1 : 0;
  }
}
