package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.tune.BestSettings;
import org.tidemark.jobs.tune.NightlyStudy;
import org.tidemark.jobs.tune.TuneArgs;
import org.tidemark.jobs.tune.TuneJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.split.Splitter;
import org.tidemark.models.tune.Objective;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Searches for settings, and shows what was found. */
@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    description = {
      "Search for the settings of a learner that do best out of fold.",
      "A study that was stopped goes on when the same command is given again, to the same end.",
      "Every trial counts in the ledger that deflates the Sharpe ratios of its model.",
      "Without an option of a study: that of settings tune.*, as a night makes it."
    },
    footer = {
      "",
      "Rows seen: without --inner all labelled rows up to --as-of, cut by setting",
      "split; then no validation up to that date is untouched by the choice. With",
      "--inner (or split=nested:...) the training rows of one fold of setting split,",
      "the last one or --outer-fold, cut by --inner; then a validation may judge the",
      "choice on the test of that fold. --dry-run says which folds are untouched.",
      "",
      "Space: NAME=DOMAIN, separated by ',' or ';'. Domains: int(2,8),",
      "logint(16,1024), float(0,1), log(0.01,0.3), choice(a|b). A name is learners,",
      "trade.threshold or a learner's own setting (xgboost.*, gbt.*, elastic-net.*,",
      "...; 'tidemark run settings' lists them), and may hang on a choice:",
      "learners=choice(xgboost|logistic);xgboost.depth=int(2,8)@learners=xgboost",
      "",
      "Exit codes: 0 done, 1 it failed, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark tune --lake lake --as-of 2018-06-01 --study depth \\",
      "      --set learners=xgboost --trials 40 --dry-run \\",
      "      --space 'xgboost.depth=int(2,8);xgboost.eta=log(0.01,0.3)'",
      "  tidemark tune --lake lake --as-of 2018-06-01 --study inside \\",
      "      --set learners=xgboost --space 'xgboost.depth=int(2,8)' \\",
      "      --inner kfold:folds=3,embargo=PT1H --pruner asha --metric auc",
      "  tidemark tune list --lake lake",
      "  tidemark tune best --lake lake --study depth",
      "  tidemark validate --lake lake --as-of 2018-06-01 \\",
      "      $(tidemark tune best --lake lake --study depth --format set)"
    })
public final class TuneCommand implements Callable<Integer> {
  /** How the best settings are printed. */
  public enum Format {
    text,
    json,
    csv,
    set
  }

  private static final List<String> OF_A_STUDY =
      List.of(
          "--study",
          "--space",
          "--trials",
          "--batch",
          "--sampler",
          "--pruner",
          "--metric",
          "--seed",
          "--inner",
          "--outer-fold");

  @Spec private CommandSpec spec;

  // As groups, not as mixins: options that a mixin requires, list and best would require too.
  @ArgGroup(exclusive = false, multiplicity = "0..1")
  private LakeOption lake;

  @ArgGroup(exclusive = false, multiplicity = "0..1")
  private NightlyOptions nightly;

  @Option(names = "--study", paramLabel = "NAME", description = "Name of the study in the lake.")
  private Optional<String> study = Optional.empty();

  @Option(names = "--space", paramLabel = "SPACE", description = "What may be set to what.")
  private Optional<String> space = Optional.empty();

  @Option(
      names = "--trials",
      defaultValue = "20",
      description =
          "Most trials; failed and pruned ones count. More than before extends a study; default:"
              + " ${DEFAULT-VALUE}.")
  private int trials;

  @Option(
      names = "--batch",
      defaultValue = "5",
      description =
          "Trials proposed together, from the results of earlier batches; default:"
              + " ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--sampler",
      defaultValue = "tpe",
      paramLabel = "tpe|random|grid",
      description =
          "What to try: tpe[:start=10], random or grid[:points=5]; default: ${DEFAULT-VALUE}.")
  private String sampler;

  @Option(
      names = "--pruner",
      defaultValue = "none",
      paramLabel = "asha|median|none",
      description =
          "What stops trials between folds: asha[:reduction=3,first=1],"
              + " median[:trials=5,after=1] or none; default: ${DEFAULT-VALUE}.")
  private String pruner;

  @Option(
      names = "--metric",
      defaultValue = "sharpe",
      description =
          "What is made better, on the test rows of each fold: sharpe (a year, after cost), auc,"
              + " log_loss, ...; default: ${DEFAULT-VALUE}.")
  private String metric;

  @Option(
      names = "--seed",
      description = "Seed of what is tried; default: setting seed, which fits have in any case.")
  private Optional<Long> seed = Optional.empty();

  @Mixin private DeviceOption device;

  @Option(
      names = "--inner",
      paramLabel = "SPLIT",
      description = "Tune on these folds inside the training rows of one fold of setting split.")
  private Optional<String> inner = Optional.empty();

  @Option(
      names = "--outer-fold",
      paramLabel = "N",
      description = "With --inner: the number of that fold; default: the last.")
  private Optional<Integer> outerFold = Optional.empty();

  @Option(
      names = {"--dry-run", "--explain"},
      description = "Show rows, folds and the next trials, and fit nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LakeOption root = given(Optional.ofNullable(lake), "--lake=DIR|URI");
    if (OF_A_STUDY.stream().noneMatch(spec.commandLine().getParseResult()::hasMatchedOption)) {
      return night(root, out);
    }
    TuneArgs args = args(root);
    TableStore store = root.store();
    if (dryRun) {
      TuneText.print(new TuneJob().plan(store, args), out);
    } else {
      new RunRecorder(store, InstantSource.system())
          .run(
              "tune-" + args.study(),
              args.nightly(),
              verb(args),
              () -> new TuneJob().run(store, args));
      TuneText.print(BestSettings.of(store, args.study()), root.lake(), out);
    }
    out.flush();
    return 0;
  }

  private int night(LakeOption root, PrintWriter out) {
    NightlyArgs settings = settings(root);
    TableStore store = root.store();
    if (dryRun) {
      NightlyStudy.of(settings)
          .ifPresentOrElse(
              asked -> TuneText.print(new TuneJob().plan(store, asked.args()), out),
              () ->
                  out.println("tune: setting tune.space is empty, so there is nothing to choose"));
    } else {
      out.println("tune: " + new RunRecorder(store, InstantSource.system()).run("tune", settings));
    }
    out.flush();
    return 0;
  }

  private NightlyArgs settings(LakeOption root) {
    NightlyOptions options = given(Optional.ofNullable(nightly), "--as-of=DATE");
    device.into(options);
    return options.args(
        root.files(),
        spec.commandLine(),
        new TimedProgress(spec.commandLine().getOut(), InstantSource.system()));
  }

  private TuneArgs args(LakeOption root) {
    NightlyArgs settings = settings(root);
    String name = given(study, "--study=NAME");
    String text = given(space, "--space=SPACE");
    try {
      return new TuneArgs(
          settings,
          name,
          Space.parse(text.replace(';', ',')),
          Sampler.parse(sampler),
          Pruner.parse(pruner),
          Objective.parse(metric),
          trials,
          batch,
          seed.orElseGet(() -> (long) settings.config().whole("seed")),
          inner.map(Splitter::parse),
          outerFold.map(OptionalInt::of).orElseGet(OptionalInt::empty));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private <T> T given(Optional<T> option, String what) {
    return option.orElseThrow(
        () ->
            new ParameterException(spec.commandLine(), "Missing required option: '" + what + "'"));
  }

  /** Every option of a study, so that the recorded command does it again under later defaults. */
  private static List<String> verb(TuneArgs args) {
    List<String> words = new ArrayList<>(List.of("tune", "--study", args.study()));
    words.addAll(List.of("--space", args.space().id()));
    words.addAll(List.of("--trials", Integer.toString(args.trials())));
    words.addAll(List.of("--batch", Integer.toString(args.batch())));
    words.addAll(List.of("--sampler", args.sampler().id(), "--pruner", args.pruner().id()));
    words.addAll(List.of("--metric", args.objective().metric().id()));
    words.addAll(List.of("--seed", Long.toString(args.seed())));
    args.inner().ifPresent(split -> words.addAll(List.of("--inner", split.id())));
    args.outerFold().ifPresent(n -> words.addAll(List.of("--outer-fold", Integer.toString(n))));
    return words;
  }

  /** One line per study. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "List the studies of a lake.")
  int list(
      @Mixin LakeOption root,
      @Option(
              names = "--format",
              defaultValue = "table",
              description = "table, csv or json (one object a line); default: ${DEFAULT-VALUE}.")
          OutputFormat format) {
    PrintWriter out = spec.commandLine().getOut();
    format.print(
        root.store()
            .read(Tables.STUDIES)
            .select(
                "study",
                "model",
                "as_of",
                "status",
                "metric",
                "best_value",
                "best_trial",
                "trials",
                "folds",
                "sampler",
                "pruner",
                "space",
                "seen")
            .orderBy("study"),
        1000,
        out);
    out.flush();
    return 0;
  }

  /** The best settings of a study. */
  @Command(
      name = "best",
      mixinStandardHelpOptions = true,
      description = {
        "Show the best settings that a study has found.",
        "Format set is the options alone that validate and run nightly take."
      })
  int best(
      @Mixin LakeOption root,
      @Option(names = "--study", required = true, paramLabel = "NAME", description = "The study.")
          String name,
      @Option(
              names = "--format",
              defaultValue = "text",
              description = "text, json, csv or set; default: ${DEFAULT-VALUE}.")
          Format format) {
    PrintWriter out = spec.commandLine().getOut();
    BestSettings.Found found = BestSettings.of(root.store(), name);
    BestSettings best = found.best();
    switch (format) {
      case text -> TuneText.print(found, root.lake(), out);
      case json -> out.println(Json.line(best));
      case set -> out.println(TuneText.set(best.settings()));
      case csv -> {
        out.println("study,trial,metric,value,setting,setting_value");
        for (Map.Entry<String, String> one : best.settings().entrySet()) {
          out.println(
              String.join(
                  ",",
                  best.study(),
                  Integer.toString(best.trial()),
                  best.metric(),
                  Double.toString(best.value()),
                  one.getKey(),
                  one.getValue()));
        }
      }
    }
    out.flush();
    return 0;
  }
}
