package org.tidemark.market.simulate;

/**
 * The one thing about a simulated market that can be foretold: momentum of the last {@value
 * #LOOKBACK} bar closes goes on while the market calms down and turns while it is stirred up. It
 * reads closes that everybody can see and nothing else, so a learner on bar features can find it;
 * and it is an interaction of two features, neither of which tells anything alone, so a linear
 * learner cannot.
 */
final class Signal {
  static final int LOOKBACK = 15;
  static final int MEMORY = 60;

  static final int RECENT = 20;

  /** Largest drift of the next bar at strength 1, in standard deviations of the bar. */
  static final double DRIFT = 0.45;

  private final double[] logCloses = new double[MEMORY + 1];
  private long bars;

  /** One bar ended with {@code close} the last trade price, its own or an earlier bar's. */
  void barEnded(double close) {
    logCloses[(int) (bars % logCloses.length)] = StrictMath.log(close);
    bars++;
  }

  /**
   * Expected move of the next bar at strength 1 in standard deviations: {@code DRIFT * tanh(z) *
   * tanh(4 (1 - sqrt(w / v)))}, {@code z = log(c[0]/c[-15]) / sqrt(15 v)}, {@code v} and {@code w}
   * the mean squares of the last 60 and 20 bar returns; 0 until 61 closes are known.
   */
  double drift() {
    if (bars < logCloses.length) {
      return 0;
    }
    double squares = 0;
    double recent = 0;
    for (int back = 0; back < MEMORY; back++) {
      double move = logClose(back) - logClose(back + 1);
      squares += move * move;
      recent += back < RECENT ? move * move : 0;
    }
    if (squares == 0) {
      return 0;
    }
    double variance = squares / MEMORY;
    double momentum = logClose(0) - logClose(LOOKBACK);
    double calming = 1 - Math.sqrt(recent / RECENT / variance);
    return DRIFT
        * StrictMath.tanh(momentum / Math.sqrt(LOOKBACK * variance))
        * StrictMath.tanh(4 * calming);
  }

  private double logClose(int back) {
    return logCloses[(int) ((bars - 1 - back) % logCloses.length)];
  }
}
