package org.tidemark.market.simulate;

/**
 * The one thing about a simulated market that can be foretold: momentum of the last {@value
 * #LOOKBACK} bar closes against the volatility of the last {@value #MEMORY}. It reads closes that
 * everybody can see and nothing else, so a learner on bar features can find it.
 */
final class Signal {
  static final int LOOKBACK = 15;
  static final int MEMORY = 60;

  /**
   * Drift of the next bar at strength 1, in standard deviations of the bar. A shock feeds back with
   * gain {@code DRIFT * sqrt(LOOKBACK)} = 0.50, well below 1, so momentum dies out.
   */
  static final double DRIFT = 0.13;

  private final double[] logCloses = new double[MEMORY + 1];
  private long bars;

  /** One bar ended with {@code close} the last trade price, its own or an earlier bar's. */
  void barEnded(double close) {
    logCloses[(int) (bars % logCloses.length)] = StrictMath.log(close);
    bars++;
  }

  /**
   * Expected move of the next bar at strength 1 in standard deviations: {@code DRIFT * tanh(z)},
   * {@code z = log(c[0]/c[-15]) / sqrt(15 v)}, {@code v} the mean square of the last 60 bar
   * returns; 0 until 61 closes are known.
   */
  double drift() {
    if (bars < logCloses.length) {
      return 0;
    }
    double squares = 0;
    for (int back = 0; back < MEMORY; back++) {
      double move = logClose(back) - logClose(back + 1);
      squares += move * move;
    }
    if (squares == 0) {
      return 0;
    }
    double momentum = logClose(0) - logClose(LOOKBACK);
    return DRIFT * StrictMath.tanh(momentum / Math.sqrt(LOOKBACK * squares / MEMORY));
  }

  private double logClose(int back) {
    return logCloses[(int) ((bars - 1 - back) % logCloses.length)];
  }
}
