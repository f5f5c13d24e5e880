package org.tidemark.jobs.cli;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.catalogue.CatalogueEntry;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.train.FittedFacts;
import org.tidemark.jobs.train.RunEnsemble;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Trains entries of a catalogue at a date, one after another. */
final class EntryRuns {
  /** What is done for an entry, in order; the first two serve every entry of the same bars. */
  private static final List<String> TASKS =
      List.of("features", "labels", "validate", "train", "export", "register");

  /** Settings of the lake that an entry leaves open. */
  private static final Set<String> OF_THE_LAKE =
      Set.of(
          "quality.weights",
          "cost.bps",
          "trade.days.per.year",
          "xgboost.workers",
          "xgboost.task.values",
          "promote.test",
          "drift.days");

  private final TableStore store;
  private final LocalDate asOf;
  private final Map<String, String> lake = new LinkedHashMap<>();
  private final Map<String, String> said;
  private final RunRecorder recorder;
  private final Set<String> ready = new HashSet<>();

  /**
   * At a date.
   *
   * @param file the settings of the lake, of which those that are not a model's count
   * @param said settings that come before those of every entry
   */
  EntryRuns(TableStore store, LocalDate asOf, Map<String, String> file, Map<String, String> said) {
    this.store = store;
    this.asOf = asOf;
    file.forEach(
        (key, value) -> {
          if (OF_THE_LAKE.contains(key)) {
            lake.put(key, value);
          }
        });
    this.said = said;
    this.recorder = new RunRecorder(store, InstantSource.system());
  }

  /** What an entry's run is told; refuses an entry that cannot be trained. */
  NightlyArgs args(CatalogueEntry entry, Progress progress) {
    entry.check();
    Map<String, String> changes = new LinkedHashMap<>(lake);
    changes.keySet().removeAll(entry.settings().keySet());
    changes.putAll(said);
    return new NightlyArgs(asOf, entry.config(changes), progress);
  }

  /** Whether the registry has the models of a run with just these settings. */
  boolean isDone(NightlyArgs args) {
    if (!store.exists(Tables.MODEL_REGISTRY) || !store.exists(Tables.MODEL_MANIFESTS)) {
      return false;
    }
    Dataset<Row> registered =
        store.read(Tables.MODEL_REGISTRY).where(args.mine()).select("model_version", "onnx_sha256");
    List<Row> manifests =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(args.mine())
            .join(registered, new String[] {"model_version", "onnx_sha256"})
            .select(col("manifest"))
            .collectAsList();
    return manifests.size() == RunEnsemble.models(args.config()).size()
        && manifests.stream().allMatch(row -> facts(row).settings().equals(args.config().toMap()));
  }

  private static FittedFacts facts(Row row) {
    return Json.read(row.getString(0).getBytes(StandardCharsets.UTF_8), FittedFacts.class);
  }

  /** Does all of it; the summary of the task register. */
  String run(NightlyArgs args) {
    ModelColumns set = ModelColumns.of(store, args);
    String features = set.name() + " " + set.hash();
    String labels = features + " " + LabelsJob.labelSet(args);
    String last = "";
    for (int at = 0; at < TASKS.size(); at++) {
      String task = TASKS.get(at);
      boolean shared =
          task.equals("features") && ready.contains(features)
              || task.equals("labels") && ready.contains(labels);
      if (!shared) {
        last = recorder.run(task, args);
      }
      args.progress().step(at + 1, TASKS.size(), task + (shared ? " (made before)" : ""));
    }
    ready.add(features);
    ready.add(labels);
    return last;
  }
}
