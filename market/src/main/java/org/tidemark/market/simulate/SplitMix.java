package org.tidemark.market.simulate;

import java.nio.charset.StandardCharsets;

/**
 * The random numbers of one instrument: SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable
 * pseudorandom number generators"), written out so that a seed gives the same market on every Java.
 */
final class SplitMix {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix(long state) {
    this.state = state;
  }

  /** The generator of one purpose of one instrument; names and purposes share no numbers. */
  static SplitMix of(long seed, String instrument, String purpose) {
    long hash = 0xCBF29CE484222325L; // FNV-1a, 64 bits
    for (byte b : (instrument + '\n' + purpose).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xFF)) * 0x100000001B3L;
    }
    return new SplitMix(mix(seed * GOLDEN) ^ mix(hash));
  }

  long nextLong() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in (0, 1): never 0, so that its logarithm is finite. */
  double uniform() {
    return ((nextLong() >>> 11) + 0.5) * 0x1p-53;
  }

  /**
   * Mean 0, variance 1, exactly symmetric and never 0: the sum of three uniforms of 21 bits, scaled
   * (Irwin-Hall). Ranges over (-3, 3); sums over a bar are normal for all that matters here.
   */
  double symmetric() {
    long bits = nextLong();
    long sum = (bits & 0x1FFFFF) + (bits >>> 21 & 0x1FFFFF) + (bits >>> 42 & 0x1FFFFF);
    return (sum + 1.5) * 0x1p-20 - 3;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
