package org.tidemark.jobs.train;

import java.util.Locale;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.learn.QuantileLearner;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.learn.XgboostParameters;

/** Threads, batches and memory of a fit in words, as they follow from its learner and its rows. */
final class FitSizes {
  /** Of a value that a task fits: the row itself, its bins and gradients, measured. */
  private static final long BYTES_PER_VALUE = 14;

  private FitSizes() {}

  /**
   * Of one fit.
   *
   * @param values rows times columns
   */
  static String words(WindowLearner learner, NightlyConfig config, long values) {
    if (learner.name().startsWith(QuantileLearner.PREFIX)) {
      return xgboost(learner, config, values);
    }
    return switch (learner.name()) {
      case "xgboost", "bagging" -> xgboost(learner, config, values);
      case "momentum-nn" ->
          String.format(
              Locale.ROOT,
              "batches of %s rows, at most %s epochs; rows held in memory, no external memory",
              config.text("momentum-nn.batch"),
              config.text("momentum-nn.epochs"));
      default -> "batches and threads are Spark's; rows that do not fit its memory go to disk";
    };
  }

  private static String xgboost(WindowLearner learner, NightlyConfig config, long values) {
    int workers =
        learner instanceof WindowLearner.OnWorkers several ? several.learner().workers() : 1;
    return String.format(
        Locale.ROOT,
        "%d %s of %d %s, all rows in one batch, about %,d MiB of memory each, no external memory%s",
        workers,
        workers == 1 ? "worker" : "workers",
        XgboostParameters.standard().threads(),
        XgboostParameters.standard().threads() == 1 ? "thread" : "threads",
        Math.max(1, BYTES_PER_VALUE * values / workers >> 20),
        learner.name().equals("bagging")
            ? ", " + config.text("bagging.members") + " models one after the other"
            : "");
  }
}
