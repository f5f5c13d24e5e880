package org.tidemark.jobs.dag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The nightly pipeline: from the day's files to a certified champion, its monitors and a report.
 */
public final class NightlyDag {
  /** The one instance; a value, so there is nothing to configure. */
  public static final Dag DAG =
      new Dag(
          "nightly",
          "30 1 * * *",
          List.of(
              task("ingest", "Read the day's files into the market tables.", 3, minutes(60)),
              task("quality", "Profile the day, log gaps and bad rows.", 2, minutes(60), "ingest"),
              task(
                  "features",
                  "Extend the feature tables from the saved state.",
                  2,
                  minutes(120),
                  "quality"),
              task(
                  "labels", "Label the rows whose horizon has closed.", 2, minutes(60), "features"),
              task(
                  "validate",
                  "Walk forward over the folds: scores out of fold, metrics with intervals.",
                  1,
                  minutes(240),
                  "labels"),
              task("train", "Fit the candidate on all closed rows.", 1, minutes(120), "validate"),
              task(
                  "export", "Write the candidate as ONNX and certify it.", 1, minutes(60), "train"),
              task(
                  "register",
                  "Register the candidate; promote it if every gate holds.",
                  1,
                  minutes(30),
                  "export"),
              task(
                  "importance",
                  "Measure gain and permutation importance per fold.",
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
              task(
                  "report",
                  "Write the report of the night.",
                  2,
                  minutes(30),
                  "importance",
                  "drift"),
              task(
                  "publish",
                  "Publish the model-metric tables as Iceberg twins with the same rows.",
                  2,
                  minutes(30),
                  "report")));

  private NightlyDag() {}

  private static Task task(
      String verb, String purpose, int retries, Duration timeout, String... parents) {
    List<String> command = new ArrayList<>(List.of(verb));
    command.addAll(List.of("--lake", "{{lake}}", "--as-of", "{{ds}}"));
    return new Task(verb, purpose, List.of(parents), command, retries, timeout);
  }

  private static Duration minutes(long count) {
    return Duration.ofMinutes(count);
  }
}
