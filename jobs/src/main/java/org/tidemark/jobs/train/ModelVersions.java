package org.tidemark.jobs.train;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.tidemark.jobs.NightlyArgs;

/** How model versions are named: the date whose data made them, and the learner. */
public final class ModelVersions {
  private static final int DATE_LETTERS = 10;

  private ModelVersions() {}

  /** For example {@code 2018-06-01-xgboost}. */
  public static String of(NightlyArgs args, String learner) {
    return args.asOf() + "-" + learner;
  }

  /**
   * The date in the name.
   *
   * @throws IllegalArgumentException if no night has named it
   */
  static LocalDate date(String version) {
    try {
      return LocalDate.parse(version.substring(0, Math.min(DATE_LETTERS, version.length())));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "model version '"
              + version
              + "' does not begin with a date as those do that a night has fitted",
          e);
    }
  }
}
