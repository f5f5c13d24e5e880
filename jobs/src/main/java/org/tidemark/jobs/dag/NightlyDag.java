package org.tidemark.jobs.dag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The nightly pipeline: from the day's files to a certified champion, its monitors and a report.
 */
public final class NightlyDag {
  private static final List<String> TEMPLATES = List.of("{{", "{%", "{#");

  /** Its id where nobody gives another. */
  public static final String ID = "nightly";

  /** A lake that is named when the task runs. */
  public static final String LAKE = "{{lake}}";

  /** With the settings that stand in the lake. */
  public static final Dag DAG = of(ID, LAKE, List.of());

  private NightlyDag() {}

  /**
   * The pipeline for one model of one lake.
   *
   * @param id two of them beside each other need two ids
   * @param lake its root, or {@link #LAKE}
   * @param options further words of every task's command, such as {@code --set model=breakout}
   */
  public static Dag of(String id, String lake, List<String> options) {
    options.forEach(NightlyDag::requireLiteral);
    if (!lake.equals(LAKE)) {
      requireLiteral(lake);
    }
    List<String> more = new ArrayList<>(List.of("--lake", lake, "--as-of", "{{ds}}"));
    more.addAll(options);
    return new Dag(
        id,
        "30 1 * * *",
        tasks().stream()
            .map(
                t -> {
                  List<String> command = new ArrayList<>(t.command());
                  command.addAll(more);
                  return new Task(
                      t.id(), t.purpose(), t.parents(), command, t.retries(), t.timeout());
                })
            .toList());
  }

  private static void requireLiteral(String word) {
    if (TEMPLATES.stream().anyMatch(word::contains)) {
      throw new IllegalArgumentException(
          "'"
              + word
              + "' holds one of "
              + TEMPLATES
              + ", which a scheduler fills in; leave it out");
    }
  }

  private static List<Task> tasks() {
    return List.of(
        task("ingest", "Read the day's files into the market tables.", 3, minutes(60)),
        task("quality", "Profile the day, log gaps and bad rows.", 2, minutes(60), "ingest"),
        task(
            "features",
            "Extend the feature tables from the saved state.",
            2,
            minutes(120),
            "quality"),
        task("labels", "Label the rows whose horizon has closed.", 2, minutes(60), "features"),
        task(
            "tune",
            "Choose settings inside the first fold's training rows, if tune.space names any.",
            1,
            minutes(480),
            "labels"),
        task(
            "validate",
            "Fit every learner on every fold: scores out of fold, metrics with intervals.",
            1,
            minutes(240),
            "tune"),
        task("train", "Fit the candidate on all closed rows.", 1, minutes(120), "validate"),
        task("export", "Write the candidate as ONNX and certify it.", 1, minutes(60), "train"),
        task(
            "register",
            "Register the candidate; promote it if every gate holds.",
            1,
            minutes(30),
            "export"),
        task(
            "importance",
            "Measure gain, SHAP and permutation importance per fold and regime.",
            1,
            minutes(120),
            "validate"),
        task(
            "drift",
            "Compare the day with the champion's frozen reference bins.",
            2,
            minutes(60),
            "features",
            "register"),
        // Needs nothing of the night, so it never stands in the way of a model; the report waits
        // for it, so that what is published is not known to differ from what is served.
        task(
            "parity",
            "Replay yesterday's live ticks in batch; every value must have the same bits.",
            1,
            minutes(60),
            "ingest"),
        task(
            "report",
            "Write the report of the night.",
            2,
            minutes(30),
            "importance",
            "drift",
            "parity"),
        task(
            "publish",
            "Publish the model-metric tables as Iceberg twins with the same rows.",
            2,
            minutes(30),
            "report"));
  }

  private static Task task(
      String verb, String purpose, int retries, Duration timeout, String... parents) {
    return new Task(verb, purpose, List.of(parents), List.of(verb), retries, timeout);
  }

  private static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }
}
