package org.tidemark.streaming.score;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * Gives each bar to one of two arms: the same arm for the same bar whenever and wherever it is
 * scored (X11).
 *
 * <p>{@code u = h / 2^53} with {@code h} the high 53 bits of a hash of salt, instrument and offset
 * (FNV-1a over the UTF-8 text {@code salt LF instrument LF offset}, then the finaliser of
 * MurmurHash3); the challenger gets the bar if {@code u < share}. A larger share keeps every bar
 * that a smaller one gave. Another salt draws anew, so that one test does not inherit the bars of
 * another.
 *
 * @param share 0 to below 1
 * @param salt names the test: the challenger's version
 */
record TrafficSplit(double share, String salt) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Nobody challenges. */
  static final TrafficSplit NONE = new TrafficSplit(0, "");

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** Whether the challenger serves the bar of an instrument whose last event has this offset. */
  boolean toChallenger(String instrument, long offset) {
    return uniform(salt + "\n" + instrument + "\n" + offset) < share;
  }

  static double uniform(String text) {
    long hash = FNV_OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    hash ^= hash >>> 33;
    return (hash >>> 11) * 0x1.0p-53;
  }
}
