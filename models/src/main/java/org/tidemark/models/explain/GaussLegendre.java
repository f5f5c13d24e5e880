package org.tidemark.models.explain;

/**
 * Nodes and weights on (0, 1) that integrate every polynomial of degree {@code 2 n - 1} exactly.
 *
 * <p>The nodes are the zeros of the Legendre polynomial of degree n, found by Newton's method from
 * the cosine estimate. Source: Golub and Welsch, Mathematics of Computation 23 (1969); Abramowitz
 * and Stegun 25.4.29.
 */
record GaussLegendre(double[] nodes, double[] weights) {
  private static final int STEPS = 100;

  static GaussLegendre of(int n) {
    double[] nodes = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double x = StrictMath.cos(Math.PI * (i + 0.75) / (n + 0.5));
      double slope = 0;
      for (int step = 0; step < STEPS; step++) {
        double before = 1;
        double value = x;
        for (int k = 2; k <= n; k++) {
          double next = ((2 * k - 1) * x * value - (k - 1) * before) / k;
          before = value;
          value = next;
        }
        slope = n * (x * value - before) / (x * x - 1);
        double moved = x - value / slope;
        if (Math.abs(moved - x) <= Math.ulp(1.0)) {
          break;
        }
        x = moved;
      }
      nodes[i] = (1 - x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
    return new GaussLegendre(nodes, weights);
  }
}
