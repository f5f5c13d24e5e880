package org.tidemark.jobs.dag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The calendar of retraining (X10) for those who do not fit every night: a weekly review without a
 * fit, a monthly update, a quarterly one that chooses settings anew, and a daily look for triggers
 * that the monitor wrote.
 */
public final class RetrainDags {
  /** Looks every week, fits nothing. */
  public static final String WEEKLY = "weekly_review";

  /** Fits every month. */
  public static final String MONTHLY = "monthly_update";

  /** Fits every quarter, with settings chosen anew where {@code tune.space} names any. */
  public static final String QUARTERLY = "quarterly_full";

  /** Fits on a day on which a trigger waits. */
  public static final String TRIGGERED = "retrain_on_trigger";

  private static final String MODEL = "model=";

  private static final List<String> REVIEWED =
      List.of("ingest", "quality", "features", "labels", "drift", "parity");

  private RetrainDags() {}

  /**
   * All four.
   *
   * @param lake its root, or {@link NightlyDag#LAKE}
   * @param options further words of every nightly task's command
   */
  public static List<Dag> of(String lake, List<String> options) {
    List<String> anew = new ArrayList<>(options);
    anew.addAll(List.of("--set", "tune.days=1"));
    return List.of(
        weekly(NightlyDag.of(WEEKLY, lake, options), lake, options),
        scheduled(NightlyDag.of(MONTHLY, lake, options), "30 3 1 * *"),
        scheduled(NightlyDag.of(QUARTERLY, lake, anew), "30 4 2 1,4,7,10 *"),
        triggered(lake, options));
  }

  private static Dag scheduled(Dag dag, String schedule) {
    return new Dag(dag.id(), schedule, dag.tasks());
  }

  /** The tasks that fit nothing, then one look of the monitor with what they found. */
  private static Dag weekly(Dag chain, String lake, List<String> options) {
    List<String> watch =
        new ArrayList<>(List.of("watch", "--lake", lake, "--once", "--as-of", "{{ds}}"));
    options.stream()
        .filter(word -> word.startsWith(MODEL))
        .forEach(word -> watch.addAll(List.of("--model", word.substring(MODEL.length()))));
    List<Task> tasks = new ArrayList<>();
    for (Task task : chain.tasks()) {
      if (REVIEWED.contains(task.id())) {
        tasks.add(
            new Task(
                task.id(),
                task.purpose(),
                task.parents().stream().filter(REVIEWED::contains).toList(),
                task.command(),
                task.retries(),
                task.timeout()));
      }
    }
    tasks.add(
        new Task(
            "watch",
            "Look at the live query with the labels of the week; write alerts and triggers.",
            List.of("labels", "drift", "parity"),
            watch,
            2,
            Duration.ofMinutes(60)));
    return new Dag(WEEKLY, "30 5 * * 1", tasks);
  }

  private static Dag triggered(String lake, List<String> options) {
    List<String> command = new ArrayList<>(List.of("retrain", "--lake", lake, "--as-of", "{{ds}}"));
    command.addAll(options);
    return new Dag(
        TRIGGERED,
        "30 6 3-31 * *",
        List.of(
            new Task(
                "retrain",
                "Run the whole chain if a trigger waits that no run has taken.",
                List.of(),
                command,
                1,
                Duration.ofHours(12))));
  }
}
