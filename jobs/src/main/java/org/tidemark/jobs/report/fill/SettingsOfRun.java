package org.tidemark.jobs.report.fill;

import static org.tidemark.jobs.report.fill.LakeReader.text;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** The settings that a run was made with, which need not be those its report is asked for with. */
final class SettingsOfRun {
  private SettingsOfRun() {}

  /** The same run with the settings its models were fitted with, if it fitted any. */
  static NightlyArgs of(TableStore store, NightlyArgs args) {
    return new LakeReader(store, args)
        .mine(Tables.MODEL_MANIFESTS).orderBy("model_version").collectAsList().stream()
            .map(r -> Json.tree(text(r, "manifest").getBytes(StandardCharsets.UTF_8)))
            .map(manifest -> manifest.path("settings"))
            .filter(settings -> !settings.isEmpty())
            .findFirst()
            .map(
                settings -> {
                  Map<String, String> values = new TreeMap<>();
                  settings
                      .fields()
                      .forEachRemaining(e -> values.put(e.getKey(), e.getValue().asText()));
                  return new NightlyArgs(args.asOf(), NightlyConfig.of(values), args.progress());
                })
            .orElse(args);
  }
}
