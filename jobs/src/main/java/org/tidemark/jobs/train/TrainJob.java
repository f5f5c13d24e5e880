package org.tidemark.jobs.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.features.FeatureSet;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.calibrate.CalibrationMethod;
import org.tidemark.models.learn.WindowLearner;

/** Fits every learner on all rows whose label is known at the date, and writes down how. */
public final class TrainJob implements Job<NightlyArgs, TrainJob.Summary> {
  /**
   * What was fitted.
   *
   * @param rows fitted on
   * @param weightless rows left out because their sample weight is 0
   * @param modelBytes of each fitted model
   * @param rounds boosting rounds kept by each learner that was to stop early
   * @param places where each was fitted, and why
   */
  public record Summary(
      long rows,
      long weightless,
      Map<String, Integer> modelBytes,
      Map<String, Integer> rounds,
      Map<String, String> places) {}

  @Override
  public String name() {
    return "train";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    ModelFiles files = new ModelFiles(store);
    FeatureSet set = FeaturesJob.set(store, args);
    Map<String, Integer> bytes = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    Optional<CalibrationMethod> method = OutOfFoldCalibration.method(args.config());
    Map<String, Long> oof = new TreeMap<>();
    if (method.isPresent()) {
      oof.put(Tables.OOF_PREDICTIONS.qualifiedName(), store.version(Tables.OOF_PREDICTIONS));
    }
    Map<String, Integer> rounds = new LinkedHashMap<>();
    TrainingEvents events = new TrainingEvents(args);
    try (FinalRows rows = FinalRows.now(store, args, set)) {
      TrainingFrame frame = rows.frame();
      List<ReferenceProfile> reference =
          ReferenceProfile.of(frame.rows(), frame.count(), frame.columns().features());
      List<WindowLearner> learners = LearnerChoice.of(args.config(), frame);
      for (WindowLearner learner : learners) {
        FormedModel model = rows.fit(learner, args.config().whole("seed"));
        files.write(ModelFiles.full(args.runId(), learner.name()), model.nativeBytes());
        String calibration =
            method
                .map(
                    m ->
                        OutOfFoldCalibration.fit(
                                store,
                                args,
                                m,
                                learner.name(),
                                frame.target(),
                                oof.get(Tables.OOF_PREDICTIONS.qualifiedName()))
                            .id())
                .orElse(OutOfFoldCalibration.NONE);
        Map<String, Long> read = new TreeMap<>(rows.versions());
        read.putAll(oof);
        FittedFacts facts = facts(args, set, rows, learner, read, reference, calibration);
        files.write(
            ModelFiles.facts(args.runId(), learner.name()),
            Json.line(facts).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        bytes.put(learner.name(), model.nativeBytes().length);
        TrainingEvents.of(model)
            .ifPresent(
                growth -> {
                  events.add(learner.name(), TrainingEvents.ALL_ROWS, growth);
                  rounds.put(learner.name(), growth.kept());
                });
        places.put(
            learner.name(),
            WindowFits.explain(WindowFits.placeAlone(learner), learner, args.config(), frame));
        args.progress().step(bytes.size(), learners.size(), "models");
      }
      events.writeAllRows(store);
      return new Summary(rows.window().count(), rows.window().weightless(), bytes, rounds, places);
    }
  }

  private static FittedFacts facts(
      NightlyArgs args,
      FeatureSet set,
      FinalRows rows,
      WindowLearner learner,
      Map<String, Long> read,
      List<ReferenceProfile> reference,
      String calibration) {
    return new FittedFacts(
        args.runId(),
        args.config().text("model"),
        ModelVersions.of(args, learner.name()),
        learner.name(),
        learner.parametersJson(),
        read,
        set.name(),
        set.hash(),
        args.config().text("label"),
        args.config().text("split"),
        args.config().whole("seed"),
        rows.frame().times().timeline().firstNanos(),
        rows.frame().times().timeline().lastNanos() + 1,
        rows.window().count(),
        rows.hash(),
        Environment.codeVersion(),
        environment(args, learner, rows.frame()),
        args.config().toMap(),
        reference,
        calibration);
  }

  /** The machine, and where it chose to fit on one device or another by itself, which and why. */
  private static Map<String, String> environment(
      NightlyArgs args, WindowLearner learner, TrainingFrame frame) {
    Map<String, String> facts = new TreeMap<>(Environment.describe());
    if (learner.name().equals("xgboost") && DeviceChoice.isAuto(args.config())) {
      facts.put("device", LearnerChoice.device(args.config(), frame));
    }
    return facts;
  }
}
