package org.tidemark.features.cross;

/**
 * Means, and sums of products around them, of {@code count} pairs of returns.
 *
 * @param own mean of own returns
 * @param market mean of market returns
 * @param ownSquares sum of squared distances of own returns from their mean
 * @param marketSquares the same of market returns
 * @param products sum of products of both distances
 */
record Moments(
    double own, double market, double ownSquares, double marketSquares, double products) {

  /** Of the {@code count} pairs that end {@code age} places before the newest, oldest first. */
  static Moments of(CrossView view, int age, int count) {
    int first = age + count - 1;
    // Around the oldest, so that equal returns have exactly no spread.
    double own0 = view.own(first);
    double market0 = view.market(first);
    double ownSum = 0;
    double marketSum = 0;
    for (int i = first; i >= age; i--) {
      ownSum += view.own(i) - own0;
      marketSum += view.market(i) - market0;
    }
    double own = own0 + ownSum / count;
    double market = market0 + marketSum / count;
    double ownSquares = 0;
    double marketSquares = 0;
    double products = 0;
    for (int i = first; i >= age; i--) {
      double x = view.own(i) - own;
      double y = view.market(i) - market;
      ownSquares += x * x;
      marketSquares += y * y;
      products += x * y;
    }
    return new Moments(own, market, ownSquares, marketSquares, products);
  }

  /** Slope of own on market returns; 0 when the market did not move. */
  double beta() {
    return marketSquares == 0 ? 0 : products / marketSquares;
  }

  /** Correlation; 0 when either did not move. */
  double correlation() {
    if (ownSquares == 0 || marketSquares == 0) {
      return 0;
    }
    double value = products / (StrictMath.sqrt(ownSquares) * StrictMath.sqrt(marketSquares));
    return Math.max(-1, Math.min(1, value));
  }
}
