package org.tidemark.models.tune;

/** Which way a study's value is better. */
public enum Goal {
  MINIMISE(1),
  MAXIMISE(-1);

  private final int sign;

  Goal(int sign) {
    this.sign = sign;
  }

  /** The value turned so that less is better. */
  double cost(double value) {
    return sign * value;
  }
}
