package org.tidemark.jobs.train;

import java.util.Locale;
import org.tidemark.jobs.NightlyConfig;

/**
 * How many tasks fit one model together, by the settings {@code xgboost.workers} and {@code
 * xgboost.task.values} and the size of the rows. The cluster has no say: the same rows are fitted
 * by the same number of workers everywhere.
 *
 * @param why in words
 */
record WorkerCount(int workers, String why) {
  private static final String WORKERS = "xgboost.workers";
  private static final String MOST = "xgboost.task.values";
  private static final String AUTO = "auto";

  /** Most values that one array holds. */
  private static final int LIMIT = Integer.MAX_VALUE - 16;

  /**
   * For rows of a size.
   *
   * @param values rows times columns
   * @throws IllegalArgumentException for settings that are no such numbers
   */
  static WorkerCount of(NightlyConfig config, long values) {
    int most = config.whole(MOST);
    if (most < 1 || most > LIMIT) {
      throw new IllegalArgumentException(
          "setting " + MOST + " = " + most + " must lie in 1 to " + LIMIT);
    }
    if (!config.text(WORKERS).equals(AUTO)) {
      int workers = config.whole(WORKERS);
      if (workers < 1) {
        throw new IllegalArgumentException(
            "setting " + WORKERS + " = " + workers + " must be auto, or 1 or more");
      }
      return new WorkerCount(workers, WORKERS + " = " + workers);
    }
    long needed = 1 + (Math.max(1, values) - 1) / most;
    return new WorkerCount(
        Math.toIntExact(needed),
        String.format(
            Locale.ROOT,
            "%,d values %s %s = %,d",
            values,
            needed == 1 ? "do not exceed" : "exceed",
            MOST,
            most));
  }
}
