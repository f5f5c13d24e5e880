package org.tidemark.jobs.report;

import java.util.List;

/**
 * Reliability of one learner's out-of-sample scores.
 *
 * @param learner the learner
 * @param expectedCalibrationError row-weighted mean of |mean score - share positive| over the bins
 * @param bins bins of the score, in order
 */
public record Calibration(
    String learner, double expectedCalibrationError, List<CalibrationBin> bins) {
  public Calibration {
    Checks.named(learner, "learner");
    bins = List.copyOf(bins);
  }

  /**
   * One bin of scores.
   *
   * @param low lower end of the bin
   * @param high upper end of the bin
   * @param n rows in it
   * @param meanScore mean score of these rows
   * @param positiveShare share of these rows whose label came true
   */
  public record CalibrationBin(
      double low, double high, long n, double meanScore, double positiveShare) {
    public CalibrationBin {
      Checks.atLeastZero(n, "rows of calibration bin");
    }
  }
}
