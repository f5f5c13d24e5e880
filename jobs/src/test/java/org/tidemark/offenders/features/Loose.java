package org.tidemark.offenders.features;

/** Takes logarithms that differ between machines. */
final class Loose {
  double logarithm(double x) {
    return Math.log(x);
  }
}
