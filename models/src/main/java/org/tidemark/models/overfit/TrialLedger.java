package org.tidemark.models.overfit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Everything that was tried on the same data: where the number and the variance of trials come
 * from, so that neither can be stated by hand.
 *
 * @param trials one or more, failed ones included, names unique
 */
public record TrialLedger(List<Trial> trials) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** The Euler-Mascheroni constant. */
  private static final double GAMMA = 0.57721566490153286061;

  public TrialLedger {
    trials = List.copyOf(trials);
    if (trials.isEmpty()) {
      throw new IllegalArgumentException("a ledger without trials: record every trial, also one");
    }
    Map<String, Trial> byName = new HashMap<>();
    for (Trial trial : trials) {
      if (byName.put(trial.name(), trial) != null) {
        throw new IllegalArgumentException(
            "trial " + trial.name() + " is in the ledger twice; names must be unique");
      }
    }
  }

  /** Number of trials, failed ones included. */
  public int count() {
    return trials.size();
  }

  /** The trial of that name. */
  public Trial trial(String name) {
    return trials.stream()
        .filter(t -> t.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "trial " + name + " is not among the " + count() + " of the ledger"));
  }

  /** Variance (n - 1) of the Sharpe ratios that are defined; NaN with fewer than two. */
  public double variance() {
    double[] defined =
        trials.stream().mapToDouble(Trial::sharpe).filter(s -> !Double.isNaN(s)).toArray();
    if (defined.length < 2) {
      return Double.NaN;
    }
    double mean = Arrays.stream(defined).sum() / defined.length;
    double squares = Arrays.stream(defined).map(s -> (s - mean) * (s - mean)).sum();
    return squares / (defined.length - 1);
  }

  /**
   * How many independent trials these amount to, {@code rho + (1 - rho) M} with M their number and
   * rho the mean correlation of their returns, between 1 and M; NaN unless every trial has returns
   * of the same periods.
   *
   * <p>A mean correlation below 0 counts as 0. Returns that do not vary count as uncorrelated.
   * Source: Bailey and Lopez de Prado, The Deflated Sharpe Ratio, Journal of Portfolio Management
   * 40 (2014) 94-107, appendix A.3.
   */
  public double effectiveTrials() {
    int periods = trials.get(0).returns().length;
    if (periods == 0 || trials.stream().anyMatch(t -> t.returns().length != periods)) {
      return Double.NaN;
    }
    if (count() == 1) {
      return 1;
    }
    // Each series scaled to length 1: the square of their sum is M plus twice all correlations.
    double[] sum = new double[periods];
    double varying = 0;
    for (Trial trial : trials) {
      if (!Double.isNaN(trial.sharpe())) {
        add(sum, trial.returns());
        varying++;
      }
    }
    double square = Arrays.stream(sum).map(s -> s * s).sum();
    double pairs = (double) count() * (count() - 1);
    double correlation = Math.min(1, Math.max(0, (square - varying) / pairs));
    return correlation + (1 - correlation) * count();
  }

  private static void add(double[] sum, double[] returns) {
    double mean = Arrays.stream(returns).sum() / returns.length;
    double length = Math.sqrt(Arrays.stream(returns).map(r -> (r - mean) * (r - mean)).sum());
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (returns[i] - mean) / length;
    }
  }

  /** {@link #expectedMaximum(double, double)} of this number and variance of trials. */
  public double expectedMaximum() {
    return expectedMaximum(count(), variance());
  }

  /** The same with {@link #effectiveTrials} in place of the number. */
  public double effectiveExpectedMaximum() {
    return expectedMaximum(effectiveTrials(), variance());
  }

  /**
   * The Sharpe ratio that the best of several trials without any skill is expected to have, {@code
   * root(variance) ((1 - g) z(1 - 1/N) + g z(1 - 1/(N e)))}, g the Euler-Mascheroni constant, z
   * normal quantiles. 0 for one trial and never below; NaN where the variance is.
   *
   * @param trials N, 1 or more
   * @param variance of the Sharpe ratios over the trials, in the unit squared of the result
   */
  static double expectedMaximum(double trials, double variance) {
    if (trials <= 1) {
      return 0;
    }
    if (Double.isNaN(variance) || Double.isNaN(trials)) {
      return Double.NaN;
    }
    double first = NORMAL.inverseSurvivalProbability(1 / trials);
    double second = NORMAL.inverseSurvivalProbability(1 / (trials * Math.E));
    return Math.sqrt(variance) * Math.max(0, (1 - GAMMA) * first + GAMMA * second);
  }
}
