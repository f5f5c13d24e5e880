package org.tidemark.jobs.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.calibrate.CalibrationMethod;
import org.tidemark.models.ensemble.CombineMethod;
import org.tidemark.models.ensemble.EnsembleModel;
import org.tidemark.models.ensemble.MemberScores;
import org.tidemark.models.learn.WindowLearner;

/**
 * Fits every learner on all rows whose label is known at the date, puts their ensemble together if
 * the settings ask for one, and writes down how.
 */
public final class TrainJob implements Job<NightlyArgs, TrainJob.Summary> {
  /**
   * What was fitted.
   *
   * @param rows fitted on
   * @param weightless rows left out because their sample weight is 0
   * @param unmatched rows left out because they have no cross-instrument row, by instrument; none
   *     unless setting cross asks for it
   * @param modelBytes of each fitted model
   * @param rounds boosting rounds kept by each learner that was to stop early
   * @param places where each was fitted, and why
   */
  public record Summary(
      long rows,
      long weightless,
      Map<String, Long> unmatched,
      Map<String, Integer> modelBytes,
      Map<String, Integer> rounds,
      Map<String, String> places) {}

  @Override
  public String name() {
    return "train";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    GraphSize.check(args.config());
    ModelColumns set = ModelColumns.of(store, args);
    Map<String, Integer> bytes = new LinkedHashMap<>();
    Map<String, String> places = new LinkedHashMap<>();
    Optional<CalibrationMethod> method = OutOfFoldCalibration.method(args.config());
    Optional<CombineMethod> ensemble = RunEnsemble.method(args.config());
    Map<String, Long> oof = new TreeMap<>();
    if (method.isPresent()
        || ensemble.isPresent()
        || OutOfFoldIntervals.method(args.config()).isPresent()) {
      oof.put(Tables.OOF_PREDICTIONS.qualifiedName(), store.version(Tables.OOF_PREDICTIONS));
    }
    Map<String, Integer> rounds = new LinkedHashMap<>();
    TrainingEvents events = new TrainingEvents(args);
    try (FinalRows rows = FinalRows.now(store, args, set)) {
      TrainingFrame frame = rows.frame();
      List<ReferenceProfile> reference =
          ReferenceProfile.of(frame.rows(), frame.count(), frame.columns().features());
      ensemble.ifPresent(how -> RunEnsemble.need(how, args, frame));
      List<WindowLearner> learners = LearnerChoice.of(args.config(), frame);
      List<FormedModel> members = new ArrayList<>();
      for (WindowLearner learner : learners) {
        FormedModel own = rows.fit(learner, args.config().whole("seed"));
        FormedModel model = RunBlend.applied(own, args.config(), learner.name());
        members.add(model);
        Fitted fitted = new Fitted(learner.name(), learner.parametersJson(), model);
        keep(store, args, set, rows, fitted, oof, reference);
        bytes.put(learner.name(), model.nativeBytes().length);
        TrainingEvents.of(own)
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
      ensemble.ifPresent(
          how -> {
            MemberScores scores =
                RunEnsemble.scores(
                    store, args, frame, oof.get(Tables.OOF_PREDICTIONS.qualifiedName()));
            EnsembleModel model =
                RunEnsemble.of(scores, how, RunQuantile.level(args.config()), members);
            String parameters = RunEnsemble.parametersJson(args.config(), model);
            Fitted fitted = new Fitted(RunEnsemble.NAME, parameters, model);
            keep(store, args, set, rows, fitted, oof, reference);
            bytes.put(RunEnsemble.NAME, model.nativeBytes().length);
            places.put(RunEnsemble.NAME, "combined here: " + model.combiner().name());
          });
      events.writeAllRows(store);
      return new Summary(
          rows.window().count(),
          rows.window().weightless(),
          TrainingFrame.unmatched(store, args, rows.versions()),
          bytes,
          rounds,
          places);
    }
  }

  /** A model of the run, by its name. */
  private record Fitted(String name, String parameters, FormedModel model) {}

  /** Versions of the tables that a model was made from, what was learned of its scores, and why. */
  private record Uses(
      Map<String, Long> read, String calibration, String interval, List<String> causes) {}

  /** Writes a model and its facts. */
  private static void keep(
      TableStore store,
      NightlyArgs args,
      ModelColumns set,
      FinalRows rows,
      Fitted fitted,
      Map<String, Long> oof,
      List<ReferenceProfile> reference) {
    ModelFiles files = new ModelFiles(store);
    files.write(ModelFiles.full(args.runId(), fitted.name()), fitted.model().nativeBytes());
    String calibration =
        OutOfFoldCalibration.method(args.config())
            .map(
                m ->
                    OutOfFoldCalibration.fit(
                            store,
                            args,
                            m,
                            fitted.name(),
                            rows.frame().target(),
                            oof.get(Tables.OOF_PREDICTIONS.qualifiedName()))
                        .id())
            .orElse(OutOfFoldCalibration.NONE);
    String interval =
        OutOfFoldIntervals.fit(
            store,
            args,
            fitted.name(),
            rows.frame().target(),
            oof.getOrDefault(Tables.OOF_PREDICTIONS.qualifiedName(), 0L));
    Map<String, Long> read = new TreeMap<>(rows.versions());
    read.putAll(oof);
    List<String> causes = Retraining.take(store, args.config().text("model"), args.runId());
    Uses uses = new Uses(read, calibration, interval, causes);
    FittedFacts facts = facts(args, set, rows, fitted, uses, reference);
    files.write(
        ModelFiles.facts(args.runId(), fitted.name()),
        Json.line(facts).getBytes(StandardCharsets.UTF_8));
  }

  private static FittedFacts facts(
      NightlyArgs args,
      ModelColumns set,
      FinalRows rows,
      Fitted fitted,
      Uses uses,
      List<ReferenceProfile> reference) {
    return new FittedFacts(
        args.runId(),
        args.config().text("model"),
        ModelVersions.of(args, fitted.name()),
        fitted.name(),
        fitted.parameters(),
        uses.read(),
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
        environment(args, fitted.name(), rows.frame()),
        args.config().toMap(),
        reference,
        uses.calibration(),
        uses.interval(),
        uses.causes());
  }

  /** The machine, and the device on which it fitted. */
  private static Map<String, String> environment(
      NightlyArgs args, String model, TrainingFrame frame) {
    Map<String, String> facts = new TreeMap<>(Environment.describe());
    LearnerChoice.deviceOf(model, args.config(), frame)
        .ifPresent(device -> facts.put(FittedFacts.DEVICE, device));
    return facts;
  }
}
