package org.tidemark.jobs.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.tidemark.features.regime.MarketRegime;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.compare.RunQuantile;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.ensemble.CombineMethod;
import org.tidemark.models.ensemble.EnsembleModel;
import org.tidemark.models.ensemble.MemberScores;
import org.tidemark.models.ensemble.RegimeColumn;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.learn.WindowLearner;

/**
 * The ensemble of a run's learners, if its settings ask for one: one more version beside theirs,
 * whose combiner is learned from their out-of-fold scores. Members are taken as they were fitted,
 * not calibrated; the ensemble is calibrated by its own out-of-fold scores.
 */
public final class RunEnsemble {
  /** Stands where the name of a learner stands. */
  public static final String NAME = "ensemble";

  private static final String SETTING = "ensemble";
  private static final String OFF = "off";

  private RunEnsemble() {}

  /** What the setting asks for; empty for none. Refuses other text, and a single learner. */
  public static Optional<CombineMethod> method(NightlyConfig config) {
    String text = config.text(SETTING);
    if (text.equals(OFF)) {
      return Optional.empty();
    }
    CombineMethod method = CombineMethod.of(text);
    if (config.list("learners").size() < 2) {
      throw new IllegalArgumentException(
          "setting ensemble = '"
              + text
              + "' needs two or more learners, but learners = '"
              + config.text("learners")
              + "'; name another, or set ensemble=off");
    }
    RunQuantile.level(config).ifPresent(method::needQuantile);
    return Optional.of(method);
  }

  /** What a run fits, by name: its learners, the last one the baseline, and before it this. */
  public static List<String> models(NightlyConfig config) {
    List<String> names = new ArrayList<>(config.list("learners"));
    if (method(config).isPresent()) {
      names.add(names.size() - 1, NAME);
    }
    return names;
  }

  /** Refuses, before anything is fitted, what the method cannot combine. */
  public static void need(CombineMethod method, NightlyArgs args, TrainingFrame frame) {
    method.need(frame.target());
    if (method == CombineMethod.REGIME) {
      regime(args, frame);
    }
  }

  /**
   * The stored out-of-fold scores of a run's learners, row by row side by side, in order of time,
   * instrument and fold, with the market regimes of the rows where the ensemble goes by them.
   *
   * @param version of the table of out-of-fold scores
   */
  public static MemberScores scores(
      TableStore store, NightlyArgs args, TrainingFrame frame, long version) {
    List<Predictions> each = new ArrayList<>();
    for (String learner : args.config().list("learners")) {
      each.add(OutOfFoldScores.of(store, args, learner, frame.target(), version).predictions());
    }
    return new MemberScores(
        each,
        method(args.config())
            .filter(method -> method == CombineMethod.REGIME)
            .map(method -> regimes(store, args, frame, version)));
  }

  private static int regime(NightlyArgs args, TrainingFrame frame) {
    return MarketRegime.place(args.config().text("features"), frame.columns().features());
  }

  /** What the frame says of the regime of each row that the first learner scored, in that order. */
  private static RegimeColumn regimes(
      TableStore store, NightlyArgs args, TrainingFrame frame, long version) {
    List<String> names = frame.columns().features();
    int place = regime(args, frame);
    List<Row> rows =
        OutOfFoldScores.table(store, args, args.config().list("learners").get(0), version)
            .select("instrument", "event_time_nanos", "fold")
            .join(
                frame.rows().select("instrument", "event_time_nanos", names.get(place)),
                new String[] {"instrument", "event_time_nanos"},
                "left")
            .orderBy(OutOfFoldScores.ORDER)
            .select(names.get(place))
            .collectAsList();
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i).isNullAt(0) ? Float.NaN : rows.get(i).getFloat(0);
    }
    return new RegimeColumn(place, values);
  }

  /** Its hyperparameters as JSON. */
  static String parametersJson(NightlyConfig config, EnsembleModel model) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ensemble", config.text(SETTING));
    facts.put("members", config.list("learners"));
    facts.put("combiner", model.combiner().id());
    return Json.line(facts);
  }

  /**
   * Puts a run's fitted learners together.
   *
   * @param quantile that the run estimates, if it does
   */
  static EnsembleModel of(
      MemberScores scores,
      CombineMethod method,
      OptionalDouble quantile,
      List<FormedModel> members) {
    method.need(members.get(0).target());
    return new EnsembleModel(members, method.fit(scores, quantile));
  }

  /** A fitted model of a run, by its name, as it was before calibration. */
  public static FormedModel load(
      byte[] bytes, String name, NightlyConfig config, TrainingColumns columns, Target target) {
    if (!name.equals(NAME)) {
      WindowLearner learner = LearnerChoice.named(name, config);
      return RunBlend.load(bytes, config, name, part -> learner.load(part, columns, target));
    }
    List<Function<byte[], FormedModel>> members = new ArrayList<>();
    for (WindowLearner learner : LearnerChoice.of(config)) {
      members.add(
          bytesOf ->
              RunBlend.load(
                  bytesOf, config, learner.name(), part -> learner.load(part, columns, target)));
    }
    return EnsembleModel.load(bytes, members);
  }

  /** Fits a model of a run anew, by its name, on the same rows and scores. */
  static FormedModel again(
      TableStore store, NightlyArgs args, FinalRows rows, String name, long seed, long version) {
    if (!name.equals(NAME)) {
      return RunBlend.applied(
          rows.fit(LearnerChoice.named(name, args.config(), rows.frame()), seed),
          args.config(),
          name);
    }
    List<FormedModel> members = new ArrayList<>();
    for (WindowLearner learner : LearnerChoice.of(args.config(), rows.frame())) {
      members.add(RunBlend.applied(rows.fit(learner, seed), args.config(), learner.name()));
    }
    CombineMethod method =
        method(args.config())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the settings of " + args.runId() + " ask for no ensemble"));
    return of(
        scores(store, args, rows.frame(), version),
        method,
        RunQuantile.level(args.config()),
        members);
  }
}
