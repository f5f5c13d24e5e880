package org.tidemark.jobs.serve;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.registry.DegradationRule;

/**
 * Looks every night at what became of the champion's live scores: above 5 points below the promised
 * accuracy people are told, above 10 the version before it serves again (X14, B07).
 */
public final class Degradation {
  /** Rule of the alerts. */
  public static final String RULE = "live-accuracy";

  private static final DegradationRule LIMITS = DegradationRule.STANDARD;

  private Degradation() {}

  /**
   * Acts on the live accuracy of the champion of a run's model; leaves one alert of the run, or
   * none.
   *
   * @return what was done, in a sentence; empty where nothing was ever scored live, or there is no
   *     champion that predicts classes of the run's label and whose accuracy was promised
   */
  public static Optional<String> act(TableStore store, NightlyArgs args) {
    String model = args.config().text("model");
    Optional<Row> champion = Registered.of(store, model).with(Registered.CHAMPION);
    String label = Labeler.parse(args.config().text("label")).id();
    if (champion.isEmpty()
        || champion.get().getAs("target").equals("regression")
        || !champion.get().getAs("label_set").equals(label)
        || !store.exists(Tables.SCORES)) {
      return Optional.empty();
    }
    Optional<LiveAccuracy> accuracy =
        LiveAccuracy.of(store, champion.get(), LabelsJob.labelSet(args), args.asOfNanos());
    if (accuracy.isEmpty()) {
      return Optional.empty();
    }
    LiveAccuracy found = accuracy.get();
    DegradationRule.Decision decision = LIMITS.decide(found.promised(), found.live(), found.rows());
    String version = Registered.version(champion.get());
    if (decision instanceof DegradationRule.Decision.Stay) {
      alert(store, args, List.of());
      return Optional.of(version + " stays. " + decision.reason());
    }
    boolean critical = decision instanceof DegradationRule.Decision.RollBack;
    String done =
        critical ? rollBack(store, args, version, found, decision.reason()) : "it goes on serving";
    String message = version + ": " + decision.reason() + " " + done;
    alert(
        store,
        args,
        List.of(
            RowFactory.create(
                args.runId(),
                RULE,
                version,
                critical ? "critical" : "warning",
                points(found),
                critical ? LIMITS.criticalAbovePoints() : LIMITS.warningAbovePoints(),
                message)));
    return Optional.of(message);
  }

  private static String rollBack(
      TableStore store, NightlyArgs args, String judged, LiveAccuracy found, String reason) {
    Serving serving = Serving.of(store, args.config().text("model"));
    Serving.Change change;
    try {
      change = serving.rollBack(Optional.empty(), "rolled back: " + reason);
    } catch (IllegalArgumentException none) {
      return "It goes on serving, because nothing can take its place: " + none.getMessage() + ".";
    }
    if (!change.from().equals(Optional.of(judged))) {
      return "It no longer serves.";
    }
    serving.rollBack(
        change,
        new Serving.Trigger(
            args.runId(),
            "accuracy drop in points",
            points(found),
            LIMITS.criticalAbovePoints(),
            "nightly register"));
    return String.format(Locale.ROOT, "%s serves again.", change.to());
  }

  private static double points(LiveAccuracy found) {
    return 100 * (found.promised() - found.live());
  }

  private static void alert(TableStore store, NightlyArgs args, List<Row> rows) {
    store.replace(
        Tables.ALERTS, store.rows(Tables.ALERTS, rows), args.mine() + " AND rule = '" + RULE + "'");
  }
}
