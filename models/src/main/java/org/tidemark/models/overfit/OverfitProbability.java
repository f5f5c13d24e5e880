package org.tidemark.models.overfit;

/**
 * The probability of backtest overfitting by combinatorially symmetric cross-validation: how often
 * the trial that is best on one half of the time is no better than the median on the other.
 *
 * <p>The periods are cut into S blocks; each of the C(S, S/2) choices of half the blocks is taken
 * as in-sample, the other half as out of sample. With r the out-of-sample rank (1 worst, ties their
 * mean) of the trial that has the highest in-sample Sharpe ratio (the first of equals) among N, the
 * logit is {@code ln(w / (1 - w)), w = r / (N + 1)}, and the probability is the share of logits at
 * most 0. Source: Bailey, Borwein, Lopez de Prado and Zhu, The Probability of Backtest Overfitting,
 * Journal of Computational Finance 20 (2017) 39-69.
 *
 * @param probability 0 to 1; about one half for trials without any skill
 * @param logits one per choice of blocks, in the order of {@link Blocks}
 * @param inSample Sharpe ratio per period of the best trial, in sample
 * @param outOfSample that of the same trial out of sample
 * @param slope performance degradation: of the regression of out of sample on in sample; NaN where
 *     the latter does not vary
 * @param intercept of the same regression
 * @param rSquared share of the out-of-sample variance that it explains; NaN where either does not
 *     vary
 * @param probabilityOfLoss share of choices whose best trial has a Sharpe ratio below 0 out of
 *     sample
 * @param dominance whether choosing the best beats choosing at random, out of sample
 */
public record OverfitProbability(
    double probability,
    double[] logits,
    double[] inSample,
    double[] outOfSample,
    double slope,
    double intercept,
    double rSquared,
    double probabilityOfLoss,
    Dominance dominance) {
  /** Blocks that the paper uses: 12870 choices. */
  public static final int STANDARD_BLOCKS = 16;

  /**
   * From the returns of the trials.
   *
   * @param returns one row per trial, two or more, of the same periods in order of time
   * @param blocks S, even, from 2 to 20; at least two periods each. Where it does not divide the
   *     periods, blocks differ by one period
   */
  public static OverfitProbability of(double[][] returns, int blocks) {
    Blocks cut = new Blocks(returns, blocks);
    int trials = returns.length;
    int[] choices = cut.choices();
    double[] logits = new double[choices.length];
    double[] inside = new double[choices.length];
    double[] outside = new double[choices.length];
    double[] average = new double[choices.length];
    double[] in = new double[trials];
    double[] out = new double[trials];
    double overfit = 0;
    double lost = 0;
    for (int c = 0; c < choices.length; c++) {
      int best = 0;
      double sum = 0;
      for (int k = 0; k < trials; k++) {
        in[k] = cut.sharpe(k, choices[c]);
        out[k] = cut.sharpe(k, cut.others(choices[c]));
        best = in[k] > in[best] ? k : best;
        sum += out[k];
      }
      double share = rank(out, best) / (trials + 1);
      logits[c] = StrictMath.log(share / (1 - share));
      inside[c] = in[best];
      outside[c] = out[best];
      average[c] = sum / trials;
      overfit += share <= 0.5 ? 1 : 0;
      lost += out[best] < 0 ? 1 : 0;
    }
    Line line = Line.through(inside, outside);
    return new OverfitProbability(
        overfit / choices.length,
        logits,
        inside,
        outside,
        line.slope(),
        line.intercept(),
        line.rSquared(),
        lost / choices.length,
        Dominance.of(outside, average));
  }

  /** Mean rank of the value at {@code at}, 1 for the lowest. */
  private static double rank(double[] values, int at) {
    int below = 0;
    int equal = 0;
    for (double value : values) {
      below += value < values[at] ? 1 : 0;
      equal += value == values[at] ? 1 : 0;
    }
    return below + (equal + 1) / 2.0;
  }

  /** The line of least squares. */
  private record Line(double slope, double intercept, double rSquared) {
    static Line through(double[] x, double[] y) {
      double mx = mean(x);
      double my = mean(y);
      double xx = 0;
      double xy = 0;
      double yy = 0;
      for (int i = 0; i < x.length; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        xy += (x[i] - mx) * (y[i] - my);
        yy += (y[i] - my) * (y[i] - my);
      }
      if (xx == 0) {
        return new Line(Double.NaN, Double.NaN, Double.NaN);
      }
      double slope = xy / xx;
      return new Line(slope, my - slope * mx, yy == 0 ? Double.NaN : xy * xy / (xx * yy));
    }

    private static double mean(double[] values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.length;
    }
  }
}
