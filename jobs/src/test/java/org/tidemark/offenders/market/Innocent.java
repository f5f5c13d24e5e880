package org.tidemark.offenders.market;

import java.util.Random;

/** Breaks nothing, though it comes close: exact mathematics and a seeded generator. */
public final class Innocent {
  private final Random random = new Random(7);

  /** A number. */
  public double number() {
    return Math.max(StrictMath.log(2), Math.sqrt(random.nextDouble()));
  }
}
