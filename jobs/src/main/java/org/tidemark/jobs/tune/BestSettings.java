package org.tidemark.jobs.tune;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.tune.Progress;
import org.tidemark.models.tune.Trial;

/**
 * The best settings that a study has found so far, told from its steps.
 *
 * @param study its name
 * @param status running or done
 * @param metric what was measured
 * @param goal minimise or maximise
 * @param trial number of the best trial
 * @param value its mean over the folds
 * @param folds of each trial
 * @param trials asked for
 * @param done trials that did every fold
 * @param pruned trials that stopped early
 * @param failed trials that have no value
 * @param rows number of the rows seen
 * @param seen which these are, in words
 * @param settings what the best trial sets, in the order of the space
 */
public record BestSettings(
    String study,
    String status,
    String metric,
    String goal,
    int trial,
    double value,
    int folds,
    int trials,
    long done,
    long pruned,
    long failed,
    long rows,
    String seen,
    Map<String, String> settings) {

  /**
   * The best settings, and the call that has them: everything the study's trials had, and these.
   */
  public record Found(BestSettings best, NightlyArgs call) {}

  /**
   * Looks them up.
   *
   * @throws IllegalArgumentException if the lake has no such study
   * @throws IllegalStateException if no trial of it did every fold; it names the first failure
   */
  public static Found of(TableStore store, String name) {
    StoredStudy stored =
        StudyStore.find(store, name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no study '" + name + "'; 'tidemark tune list' lists them"));
    List<Step> steps = StudyStore.steps(store, name, stored.study().space());
    Progress at = stored.study().replay(StudyRun.reports(steps));
    Trial best = at.best().orElseThrow(() -> new IllegalStateException(without(at)));
    Map<String, String> settings = new LinkedHashMap<>();
    best.assignment().values().forEach((key, value) -> settings.put(key, value.text()));
    Origin origin = stored.origin();
    return new Found(
        new BestSettings(
            name,
            at.finished() ? "done" : "running",
            origin.metric(),
            stored.study().goal().name().toLowerCase(Locale.ROOT),
            best.number(),
            best.value(),
            stored.study().steps(),
            stored.study().trials(),
            at.count(Trial.Done.class),
            at.count(Trial.Pruned.class),
            at.count(Trial.Failed.class),
            origin.rows(),
            origin.seen(),
            settings),
        new NightlyArgs(
            origin.asOf(), base(origin).with(settings), org.tidemark.jobs.Progress.SILENT));
  }

  private static NightlyConfig base(Origin origin) {
    Map<String, String> settings = new TreeMap<>();
    Json.map(Json.tree(origin.settings().getBytes(StandardCharsets.UTF_8)))
        .forEach((key, value) -> settings.put(key, value.toString()));
    return NightlyConfig.of(settings);
  }

  private static String without(Progress at) {
    return "study "
        + at.study().id()
        + " has no trial that did every fold: "
        + at.count(Trial.Pruned.class)
        + " were pruned, "
        + at.count(Trial.Failed.class)
        + " failed, "
        + at.count(Trial.Running.class)
        + " are not done"
        + at.trials().stream()
            .filter(trial -> trial.state() instanceof Trial.Failed)
            .findFirst()
            .map(
                trial ->
                    "; the first failure: trial "
                        + trial.number()
                        + ", "
                        + ((Trial.Failed) trial.state()).reason())
            .orElse("; tune it further");
  }
}
