package org.tidemark.jobs.compare;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * A registered version and the labels that its scores are about.
 *
 * @param scorer its name and its file
 * @param labelSet name of the labels in {@code features.labels}
 * @param horizon longest span of a label
 * @param classes that a label can be, 2 or more
 */
record ServedVersion(Scorer scorer, String labelSet, Duration horizon, int classes) {
  /**
   * A version by its name.
   *
   * @throws IllegalArgumentException if there is none, or its scores are no probabilities
   */
  static ServedVersion of(TableStore store, Registered registered, String version) {
    Row row = registered.version(version);
    Scorer scorer = Scorer.of(row);
    List<Row> found =
        store
            .read(Tables.MODEL_MANIFESTS)
            .where(col("model").equalTo(scorer.model()).and(col("model_version").equalTo(version)))
            .select("manifest")
            .collectAsList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "version '"
              + version
              + "' has no manifest; run its task 'export' again, or compare another");
    }
    Labeler labeler = Labeler.parse(row.getAs("label_set"));
    if (labeler.classes() == 0) {
      throw new IllegalArgumentException(
          "version '"
              + version
              + "' predicts "
              + labeler.id()
              + ", which has real values; the loss of a probability lies in known bounds, that of"
              + " an estimate does not, so that only versions for classes can be compared");
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("label", labeler.id());
    String sampler =
        Json.tree(found.get(0).getString(0).getBytes(StandardCharsets.UTF_8))
            .path("settings")
            .path("sampler")
            .asText();
    if (!sampler.isEmpty()) {
      settings.put("sampler", sampler); // a manifest without one was made by the standard bars
    }
    NightlyArgs args =
        new NightlyArgs(LocalDate.EPOCH, NightlyConfig.of(settings), Progress.SILENT);
    return new ServedVersion(
        scorer, LabelsJob.labelSet(args), labeler.horizon(), labeler.classes());
  }

  /** Refuses a rival whose scores are about something else. */
  void requireSameLabels(ServedVersion other) {
    if (!labelSet.equals(other.labelSet)) {
      throw new IllegalArgumentException(
          "version '"
              + scorer.version()
              + "' predicts "
              + labelSet
              + " but '"
              + other.scorer.version()
              + "' predicts "
              + other.labelSet
              + "; compare versions of one label and bar length");
    }
  }
}
