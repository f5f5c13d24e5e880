package org.tidemark.features.volatility;

import java.util.Optional;
import org.tidemark.features.statistic.Logarithm;
import org.tidemark.features.statistic.NelderMead;

/**
 * GARCH(1,1) with mean 0 and normal shocks, estimated by maximum likelihood.
 *
 * <p>h[t] = omega + alpha r[t - 1]^2 + beta h[t - 1]; before the first return both r^2 and h are
 * the backcast, the mean of the first 75 squares weighted by 0.94 to the power of their index, as
 * in the Python package arch. The search is over the long-run variance (within a factor of 100 of
 * the mean square), alpha + beta (0 to 0.9999) and alpha's share of that, so that every point is a
 * stationary model.
 *
 * @param omega constant, squared fraction
 * @param alpha weight of the last squared return
 * @param beta weight of the last variance
 * @param logLikelihood of the returns
 * @param nextVariance forecast for the return after the last
 */
public record GarchFit(
    double omega, double alpha, double beta, double logLikelihood, double nextVariance) {
  private static final double MOST_PERSISTENT = 0.9999;
  private static final double WIDEST = StrictMath.log(100);
  private static final double DECAY = 0.94;
  private static final int BACKCAST = 75;

  /**
   * The likelihood may have two hills: of volatility that lasts (about alpha 0.1, beta 0.85) and of
   * volatility that does not (about 0.24 and 0.03). Both searches begin at the mean square.
   */
  private static final double[][] STARTS = {{0, 2.944, -2.14}, {0, -1, 2}};

  private static final double STEP = 0.5;
  private static final double TOLERANCE = 1e-7;
  private static final int MOVES = 500;

  /** Returns scaled to a mean square of 1 keep the search well-conditioned and products finite. */
  private record Sample(double[] squares, double backcast) {
    /** Log-likelihood without its constant, in {@code out[0]}, and the next variance. */
    private double[] run(double omega, double alpha, double beta) {
      double h = omega + (alpha + beta) * backcast;
      double quadratic = 0;
      double logs = 0;
      double product = 1;
      for (int t = 0; t < squares.length; t++) {
        quadratic += squares[t] / h;
        product *= h;
        // One logarithm for sixteen variances, each within 1e-6 and 1e6.
        if (t % 16 == 15) {
          logs += Logarithm.of(product);
          product = 1;
        }
        h = omega + alpha * squares[t] + beta * h;
      }
      logs += Logarithm.of(product);
      return new double[] {-(logs + quadratic) / 2, h};
    }

    /**
     * Gives two searches the values that they wait for: two chains of variances side by side take
     * hardly longer than one, and have the same bits as in {@link #run}.
     */
    private void serve(NelderMead one, NelderMead two) {
      double[] p = parameters(one.point());
      double[] q = parameters(two.point());
      double hp = p[0] + (p[1] + p[2]) * backcast;
      double hq = q[0] + (q[1] + q[2]) * backcast;
      double quadraticP = 0;
      double quadraticQ = 0;
      double logsP = 0;
      double logsQ = 0;
      double productP = 1;
      double productQ = 1;
      for (int t = 0; t < squares.length; t++) {
        double square = squares[t];
        quadraticP += square / hp;
        quadraticQ += square / hq;
        productP *= hp;
        productQ *= hq;
        if (t % 16 == 15) {
          logsP += Logarithm.of(productP);
          logsQ += Logarithm.of(productQ);
          productP = 1;
          productQ = 1;
        }
        hp = p[0] + p[1] * square + p[2] * hp;
        hq = q[0] + q[1] * square + q[2] * hq;
      }
      one.take((logsP + Logarithm.of(productP) + quadraticP) / 2);
      two.take((logsQ + Logarithm.of(productQ) + quadraticQ) / 2);
    }

    private void serve(NelderMead search) {
      double[] p = parameters(search.point());
      search.take(-run(p[0], p[1], p[2])[0]);
    }
  }

  /**
   * The most likely model of the returns, oldest first; none when all are 0 or when the better of
   * two searches has not converged within 500 moves.
   */
  public static Optional<GarchFit> of(double[] returns) {
    double meanSquare = 0;
    for (double r : returns) {
      meanSquare += r * r;
    }
    meanSquare /= returns.length;
    if (meanSquare == 0) {
      return Optional.empty();
    }
    Sample sample = sample(returns, meanSquare);
    NelderMead first = search(STARTS[0]);
    NelderMead second = search(STARTS[1]);
    while (!first.isDone() && !second.isDone()) {
      sample.serve(first, second);
    }
    NelderMead rest = first.isDone() ? second : first;
    while (!rest.isDone()) {
      sample.serve(rest);
    }
    NelderMead.Result best = first.result();
    if (second.result().value() < best.value()) {
      best = second.result();
    }
    if (!best.converged()) {
      return Optional.empty();
    }
    double[] p = parameters(best.at());
    double[] run = sample.run(p[0], p[1], p[2]);
    double constant = returns.length * StrictMath.log(2 * StrictMath.PI * meanSquare) / 2;
    return Optional.of(
        new GarchFit(p[0] * meanSquare, p[1], p[2], run[0] - constant, run[1] * meanSquare));
  }

  private static NelderMead search(double[] start) {
    return new NelderMead(start, STEP, TOLERANCE, MOVES);
  }

  private static Sample sample(double[] returns, double meanSquare) {
    double[] squares = new double[returns.length];
    double weighted = 0;
    double weights = 0;
    double weight = 1;
    for (int t = 0; t < returns.length; t++) {
      squares[t] = returns[t] * returns[t] / meanSquare;
      if (t < BACKCAST) {
        weighted += weight * squares[t];
        weights += weight;
        weight *= DECAY;
      }
    }
    return new Sample(squares, weighted / weights);
  }

  /** Omega, alpha and beta at a point of the plane that is searched. */
  private static double[] parameters(double[] point) {
    double longRun = StrictMath.exp(WIDEST * (2 * logistic(point[0]) - 1));
    double persistence = MOST_PERSISTENT * logistic(point[1]);
    double alpha = persistence * logistic(point[2]);
    return new double[] {longRun * (1 - persistence), alpha, persistence - alpha};
  }

  private static double logistic(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }
}
