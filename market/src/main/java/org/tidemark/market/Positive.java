package org.tidemark.market;

/** Checks shared by the event constructors; a failed check names the value and the limit. */
final class Positive {
  private Positive() {}

  static void price(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " = " + value + " must be finite and above 0");
    }
  }

  static void size(String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " = " + value + " must be finite and 0 or more");
    }
  }
}
