package org.tidemark.models.tune;

import java.util.SplittableRandom;

/** Random numbers of one trial of one study: the same wherever and in whatever order it runs. */
final class Draws {
  private final SplittableRandom random;

  Draws(long seed, int trial) {
    random = new SplittableRandom(mixed(seed, trial));
  }

  /** Neighbouring trials must not get shifted copies of one sequence, so their seeds are mixed. */
  private static long mixed(long seed, int trial) {
    long z = seed ^ (trial + 1L) * 0xD1342543DE82EF95L;
    z = (z ^ z >>> 32) * 0xDABA0B6EB09322E3L;
    z = (z ^ z >>> 32) * 0xDABA0B6EB09322E3L;
    return z ^ z >>> 32;
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return random.nextDouble();
  }

  /** A whole number from 0 to below the bound. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Standard normal, by Box and Muller (1958). */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
