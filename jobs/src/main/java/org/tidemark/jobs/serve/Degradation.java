package org.tidemark.jobs.serve;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.alarm.AlertRule;
import org.tidemark.jobs.alarm.AlertRules;
import org.tidemark.jobs.alarm.Condition;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.registry.DegradationRule;

/**
 * Looks every night at what became of the champion's live scores: above 5 points below the promised
 * accuracy people are told, above 10 the version before it serves again (X14, B07). The limits are
 * those of rule {@code accuracy-drop} in {@code models.alert_rules}.
 */
public final class Degradation {
  /** Rule of the alerts. */
  public static final String RULE = "live-accuracy";

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
    DegradationRule limits = limits(store);
    DegradationRule.Decision decision = limits.decide(found.promised(), found.live(), found.rows());
    String version = Registered.version(champion.get());
    if (decision instanceof DegradationRule.Decision.Stay) {
      alert(store, args, version, List.of());
      return Optional.of(version + " stays. " + decision.reason());
    }
    boolean critical = decision instanceof DegradationRule.Decision.RollBack;
    Serving serving = Serving.of(store, model);
    Optional<Serving.Change> change = Optional.empty();
    String done = "it goes on serving";
    if (critical) {
      try {
        Serving.Change back =
            serving.rollBack(Optional.empty(), "rolled back: " + decision.reason());
        boolean judged = back.from().equals(Optional.of(version));
        change = Optional.of(back).filter(b -> judged);
        done = judged ? back.to() + " serves again." : "It no longer serves.";
      } catch (IllegalArgumentException none) {
        done = "It goes on serving, because nothing can take its place: " + none.getMessage() + ".";
      }
    }
    String message = version + ": " + decision.reason() + " " + done;
    double limit = critical ? limits.criticalAbovePoints() : limits.warningAbovePoints();
    // Before the roll-back: after a crash between the two a rerun rolls back, and people know.
    alert(
        store,
        args,
        version,
        List.of(
            RowFactory.create(
                args.runId(),
                RULE,
                version,
                critical ? "critical" : "warning",
                points(found),
                limit,
                message,
                null)));
    try {
      change.ifPresent(
          back ->
              serving.rollBack(
                  back,
                  new Serving.Trigger(
                      args.runId(),
                      "accuracy drop in points",
                      points(found),
                      limit,
                      "nightly register")));
    } catch (IllegalStateException refused) {
      alert(store, args, version, List.of()); // which said that it was done
      throw refused;
    }
    return Optional.of(message);
  }

  private static DegradationRule limits(TableStore store) {
    return AlertRules.of(store)
        .of(new Condition(AlertRules.ACCURACY_DROP, AlertRule.ANY, Double.NaN, 0, ""))
        .map(
            rule ->
                // Without a warning of its own the critical limit warns too.
                new DegradationRule(
                    Math.min(never(rule.warningAbove()), never(rule.criticalAbove())),
                    never(rule.criticalAbove()),
                    rule.fewest()))
        .orElse(DegradationRule.STANDARD);
  }

  private static double never(double limit) {
    return Double.isNaN(limit) ? Double.POSITIVE_INFINITY : limit;
  }

  private static double points(LiveAccuracy found) {
    return 100 * (found.promised() - found.live());
  }

  /** One row about the version, or none; what the run said of another version stays. */
  private static void alert(TableStore store, NightlyArgs args, String version, List<Row> rows) {
    store.replace(
        Tables.ALERTS,
        store.rows(Tables.ALERTS, rows),
        args.mine() + " AND rule = '" + RULE + "' AND subject = '" + version + "'");
  }
}
