package org.tidemark.jobs.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.weight.SampleWeights;

/** Fits every learner on all rows whose label is known at the date, and writes down how. */
public final class TrainJob implements Job<NightlyArgs, TrainJob.Summary> {
  /**
   * What was fitted.
   *
   * @param rows fitted on
   * @param weightless rows left out because their sample weight is 0
   * @param modelBytes of each fitted model
   */
  public record Summary(long rows, long weightless, Map<String, Integer> modelBytes) {}

  @Override
  public String name() {
    return "train";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    ModelFiles files = new ModelFiles(store);
    FeatureSet set = FeaturesJob.set(store, args);
    Map<String, Long> versions = new TreeMap<>();
    for (var table : List.of(FeatureTable.of(set), Tables.LABELS)) {
      versions.put(table.qualifiedName(), store.version(table));
    }
    Map<String, Integer> bytes = new LinkedHashMap<>();
    Optional<SampleWeights> weights = TrainingWindow.weights(args.config());
    try (TrainingFrame frame = TrainingFrame.load(store, args);
        TrainingWindow window = TrainingWindow.of(frame, frame.rows(), frame.count(), weights)) {
      List<ReferenceProfile> reference =
          ReferenceProfile.of(frame.rows(), frame.count(), frame.columns().features());
      String rowsHash = Fingerprint.of(window.rows()).hash();
      List<WindowLearner> learners = LearnerChoice.of(args.config());
      for (WindowLearner learner : learners) {
        FormedModel model =
            learner.fit(
                window.rows(),
                window.columns(),
                frame.target(),
                window.count(),
                args.config().whole("seed"));
        files.write(ModelFiles.full(args.runId(), learner.name()), model.nativeBytes());
        FittedFacts facts = facts(args, set, frame, window, learner, versions, rowsHash, reference);
        files.write(
            ModelFiles.facts(args.runId(), learner.name()),
            Json.line(facts).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        bytes.put(learner.name(), model.nativeBytes().length);
        args.progress().step(bytes.size(), learners.size(), "models");
      }
      return new Summary(window.count(), window.weightless(), bytes);
    }
  }

  private static FittedFacts facts(
      NightlyArgs args,
      FeatureSet set,
      TrainingFrame frame,
      TrainingWindow window,
      WindowLearner learner,
      Map<String, Long> versions,
      String rowsHash,
      List<ReferenceProfile> reference) {
    return new FittedFacts(
        args.runId(),
        args.config().text("model"),
        ModelVersions.of(args, learner.name()),
        learner.name(),
        learner.parametersJson(),
        versions,
        set.name(),
        set.hash(),
        args.config().text("label"),
        args.config().text("split"),
        args.config().whole("seed"),
        frame.times().timeline().firstNanos(),
        frame.times().timeline().lastNanos() + 1,
        window.count(),
        rowsHash,
        Environment.codeVersion(),
        Environment.describe(),
        args.config().toMap(),
        reference);
  }
}
