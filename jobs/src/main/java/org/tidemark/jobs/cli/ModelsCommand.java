package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.tidemark.features.regime.Regime;
import org.tidemark.jobs.evidence.EvidencePack;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.jobs.train.ReproduceJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into the model registry. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = {
      "List registered models; show one, fit it again, pack what speaks for it;",
      "show the features that matter to the models of a run; import what another program made;",
      "promote a version by hand, or roll back; list what the catalogue has to train, and the",
      "models for a regime."
    },
    subcommands = {
      ModelsCatalogueCommand.class,
      ModelsImportCommand.class,
      ModelsPromoteCommand.class,
      ModelsRollbackCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 it failed, 2 wrong usage, 5 reproduce has other rows or bytes.",
      "",
      "Examples:",
      "  tidemark models list --lake lake",
      "  tidemark models show --lake lake 2018-06-01-xgboost",
      "  tidemark models reproduce --lake lake 2018-06-01-xgboost",
      "  tidemark models evidence --lake lake 2018-06-01-xgboost --out evidence.zip",
      "  tidemark models importance --lake lake nightly-2018-06-01-direction --top 10",
      "  tidemark models importance --lake lake nightly-2018-06-02-direction"
          + " --against nightly-2018-06-01-direction",
      "  tidemark models import --help",
      "  tidemark models catalogue",
      "  tidemark models catalogue show volatility-1h",
      "  tidemark models for-regime --lake lake HIGH_VOL",
      "  tidemark models promote 2018-06-01-imported-lgbm --lake lake --reason trial",
      "  tidemark models rollback --lake lake --reason 'scores are off since noon'"
    })
public final class ModelsCommand {
  private static final int DIFFERENT = 5;

  @Spec private CommandSpec spec;

  /** One line per version. */
  @Command(name = "list", mixinStandardHelpOptions = true, description = "List all versions.")
  int list(@Mixin LakeOption lake) {
    var out = spec.commandLine().getOut();
    TextTable.print(
        lake.store()
            .read(Tables.MODEL_REGISTRY)
            .selectExpr(
                "model",
                "model_version",
                "alias",
                "tier",
                "learner",
                "feature_set",
                "label_set",
                "substr(onnx_sha256, 1, 12) as onnx",
                "reason")
            .orderBy("model", "model_version"),
        1000,
        out);
    out.flush();
    return 0;
  }

  /** Those that say they are for a regime. */
  @Command(
      name = "for-regime",
      mixinStandardHelpOptions = true,
      description = {
        "List the newest version of every model that is for a market regime, one that serves",
        "before others. SQL has them as the view models_by_regime."
      })
  int forRegime(
      @Mixin LakeOption lake,
      @Parameters(paramLabel = "REGIME", description = "Regime, as UP or HIGH_VOL.")
          Regime regime) {
    var out = spec.commandLine().getOut();
    TextTable.print(RegimeModels.of(lake.store(), regime), 1000, out);
    out.flush();
    return 0;
  }

  /** Everything about one version. */
  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one version.")
  int show(@Mixin LakeOption lake, @Parameters(paramLabel = "VERSION") String version) {
    var out = spec.commandLine().getOut();
    TableStore store = lake.store();
    Row row =
        store
            .read(Tables.MODEL_REGISTRY)
            .where("model_version = '" + version.replace("'", "") + "'")
            .collectAsList()
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no model version '" + version + "'; 'tidemark models list' lists them"));
    for (String name : row.schema().fieldNames()) {
      Object value = row.getAs(name);
      out.printf("%-18s %s%n", name, value == null ? "" : value);
    }
    store
        .read(Tables.CERTIFICATES)
        .where("model_version = '" + version.replace("'", "") + "'")
        .collectAsList()
        .forEach(
            c ->
                out.printf(
                    "certificate        %s: %s, %d rows, %d mismatches, largest difference %s%n",
                    c.<String>getAs("kind"),
                    c.<Boolean>getAs("holds") ? "holds" : "does not hold",
                    c.<Long>getAs("rows_checked"),
                    c.<Long>getAs("mismatches"),
                    c.<Double>getAs("max_difference")));
    out.flush();
    return 0;
  }

  /** Fits one again and compares the files. */
  @Command(
      name = "reproduce",
      mixinStandardHelpOptions = true,
      description = {
        "Fit a version again from the table versions, settings and seed of its manifest,",
        "and compare the ONNX files byte by byte. Changes nothing in the lake."
      })
  int reproduce(
      @Mixin LakeOption lake,
      @Mixin VersionOption version,
      @Option(names = "--dry-run", description = "Show the manifest's part in it; fit nothing.")
          boolean dryRun) {
    var out = spec.commandLine().getOut();
    TableStore store = lake.store();
    ModelManifest manifest = version.manifest(store);
    FittedFacts facts = manifest.facts();
    out.printf("model       %s %s, %s%n", facts.model(), facts.modelVersion(), facts.learner());
    out.printf("rows        %,d, hash %s%n", facts.rowsTrained(), facts.rowsHash());
    facts.datasetVersions().forEach((table, at) -> out.printf("table       %s @ %d%n", table, at));
    out.printf("code        %s%n", facts.codeVersion());
    out.printf("registered  %s%n", manifest.onnxSha256());
    if (dryRun) {
      out.flush();
      return 0;
    }
    return told(new ReproduceJob().run(store, manifest), out);
  }

  /** Packs what speaks for it. */
  @Command(
      name = "evidence",
      mixinStandardHelpOptions = true,
      description = {
        "Write one zip of all that speaks for or against a version: ONNX file, manifest,",
        "certificates, folds, metrics, every trial, the report, with the SHA-256 of each."
      })
  int evidence(
      @Mixin LakeOption lake,
      @Mixin VersionOption version,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "The file; default: VERSION-evidence.zip.")
          Optional<Path> file)
      throws IOException {
    var out = spec.commandLine().getOut();
    TableStore store = lake.store();
    Path to = file.orElse(Path.of(version.version() + "-evidence.zip"));
    new EvidencePack(store, version.manifest(store)).write(to);
    out.println("wrote " + to.toAbsolutePath());
    out.flush();
    return 0;
  }

  private static int told(ReproduceJob.Summary summary, PrintWriter out) {
    summary.elsewhere().forEach((name, what) -> out.printf("other %-5s %s%n", name, what));
    if (!summary.sameRows()) {
      out.printf(
          "rows differ: these versions of the tables give %,d rows with another hash; what was"
              + " fitted then is gone%n",
          summary.rows());
    } else {
      out.printf("again       %s%n", summary.again());
      out.println(summary.sameBytes() ? "same bytes" : "other bytes");
    }
    out.flush();
    return summary.sameBytes() ? 0 : DIFFERENT;
  }

  /** The features that matter most to a run, and how their order moved. */
  @Command(
      name = "importance",
      mixinStandardHelpOptions = true,
      description = "Show the features that matter most, and whether their order shifted.")
  int importance(
      @Mixin LakeOption lake,
      @Parameters(
              paramLabel = "RUN",
              description = "A run, for example nightly-2018-06-01-direction.")
          String run,
      @Option(names = "--against", description = "An earlier run to compare the order with.")
          Optional<String> against,
      @Option(
              names = "--learner",
              defaultValue = "xgboost",
              description = "Learner; default: ${DEFAULT-VALUE}.")
          String learner,
      @Option(
              names = "--method",
              defaultValue = "shap",
              description =
                  "Column method of models.feature_importance; default: ${DEFAULT-VALUE}.")
          String method,
      @Option(
              names = "--top",
              defaultValue = "20",
              description = "Most features to print; default: ${DEFAULT-VALUE}.")
          int top) {
    var out = spec.commandLine().getOut();
    TopFeatures features = new TopFeatures(lake.store(), learner, method);
    against.ifPresentOrElse(
        earlier -> features.print(run, earlier, top, out), () -> features.print(run, top, out));
    out.flush();
    return 0;
  }
}
