package org.tidemark.jobs.cli;

import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into the model registry. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List registered models, or show one with its manifest.",
    footer = {
      "",
      "Examples:",
      "  tidemark models list --lake lake",
      "  tidemark models show --lake lake 2018-06-01-xgboost"
    })
public final class ModelsCommand {
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
}
