package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.catalogue.Catalogue;
import org.tidemark.jobs.catalogue.CatalogueEntry;
import org.tidemark.jobs.train.TrainPlan;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The task train of the nightly DAG, or models of the catalogue from features to registry. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Fit the candidate on all closed rows, as the nightly chain does. Or, with",
      "--entry or --all, train models of the catalogue: features and labels as far",
      "as they are not there yet, then validate, train, export with certificates,",
      "register under the entry's name.",
      "",
      "An entry says its own settings. Of the settings file only those count that",
      "are the lake's (costs, trading days, quality weights, workers); --set comes",
      "before both. An entry that fails stops no other. One whose models the",
      "registry has for the date, with just these settings, is left alone."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 it failed, or an entry did, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark train --lake lake --as-of 2018-06-01",
      "  tidemark train --lake lake --as-of 2018-06-01 --device auto --explain",
      "  tidemark train --lake lake --as-of 2018-06-01 --entry volatility-1h",
      "  tidemark train --lake lake --as-of 2018-06-01 --all --dry-run",
      "  tidemark train --lake lake --as-of 2018-06-01 --all --catalogue ours.json"
    })
public final class TrainCommand implements Callable<Integer> {
  private static final String TASK = "train";

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private NightlyOptions nightly;
  @Mixin private CatalogueOption file;
  @Mixin private DeviceOption device;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description = "An entry of the catalogue; may be given often.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--all", description = "Every entry of the catalogue.")
  private boolean all;

  @Option(names = "--again", description = "Train entries again that are done.")
  private boolean again;

  @Option(
      names = "--explain",
      description = "Say where each learner would be fitted and with which sizes; fit nothing.")
  private boolean explain;

  @Option(names = "--dry-run", description = "Say what would be trained; train nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    device.into(nightly);
    if (explain) {
      return explained();
    }
    if (all || !names.isEmpty()) {
      return entries();
    }
    if (dryRun || again) {
      throw new ParameterException(
          spec.commandLine(), "--dry-run and --again are for --entry NAME and --all");
    }
    return TaskCommand.run(TASK, spec.commandLine(), lake, nightly);
  }

  private int explained() {
    if (all || !names.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--explain is for the task train; entries have --dry-run");
    }
    TableStore store = lake.store();
    NightlyArgs args = nightly.args(LakeFiles.of(store), spec.commandLine());
    PrintWriter out = spec.commandLine().getOut();
    TrainPlan.of(store, args).forEach(line -> out.println("fits    " + line));
    out.flush();
    return 0;
  }

  private int entries() {
    if (nightly.said().containsKey("model")) {
      throw new ParameterException(
          spec.commandLine(), "--set model=... would give all entries one name; leave it out");
    }
    PrintWriter out = spec.commandLine().getOut();
    List<CatalogueEntry> entries = chosen();
    TableStore store = lake.store();
    EntryRuns runs =
        new EntryRuns(store, nightly.asOf(), nightly.fromFile(LakeFiles.of(store)), nightly.said());
    List<String[]> lines = new ArrayList<>();
    int failed = 0;
    for (CatalogueEntry entry : entries) {
      out.printf("%d/%d %s%n", lines.size() + 1, entries.size(), entry.name());
      out.flush();
      String[] line = one(runs, entry, out);
      failed += line[2].equals("failed") ? 1 : 0;
      lines.add(line);
    }
    TextTable.print(new String[] {"entry", "category", "outcome", "detail"}, lines, out);
    if (failed > 0) {
      out.printf("%d of %d entries failed; the others are done.%n", failed, entries.size());
    }
    out.flush();
    return failed > 0 ? 1 : 0;
  }

  private List<CatalogueEntry> chosen() {
    Catalogue catalogue = file.catalogue();
    if (all) {
      return catalogue.entries();
    }
    try {
      return names.stream().distinct().map(catalogue::named).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Whatever goes wrong with an entry is its own outcome: the others are still to come. */
  private String[] one(EntryRuns runs, CatalogueEntry entry, PrintWriter out) {
    Progress progress =
        (done, of, what) -> {
          out.println("      " + done + "/" + of + " " + what);
          out.flush();
        };
    try {
      NightlyArgs args = runs.args(entry, progress);
      if (!again && runs.isDone(args)) {
        return line(entry, "done before", args.runId());
      }
      if (dryRun) {
        return line(entry, "to train", entry.shape());
      }
      String summary = runs.run(args);
      var register = Json.tree(summary.getBytes(StandardCharsets.UTF_8));
      return line(
          entry,
          "trained",
          register.path("challenger").asText() + " " + register.path("decision").asText());
    } catch (Exception e) { // Spark throws checked exceptions that its Java API does not declare
      String message = e.getMessage() == null ? e.toString() : e.getMessage();
      spec.commandLine().getErr().println("tidemark: entry " + entry.name() + ": " + message);
      return line(entry, "failed", message.lines().findFirst().orElse(message));
    }
  }

  private static String[] line(CatalogueEntry entry, String outcome, String detail) {
    return new String[] {entry.name(), entry.category().name(), outcome, detail};
  }
}
