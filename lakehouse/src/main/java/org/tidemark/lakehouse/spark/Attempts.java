package org.tidemark.lakehouse.spark;

import java.util.List;

/** A write that begins again where another program's commit came first. */
final class Attempts {
  private static final int MOST = 20;

  private Attempts() {}

  /**
   * Writes until it is done, at most 20 times.
   *
   * @param conflicts what a write throws that has committed nothing because another was first
   * @throws RuntimeException the conflict of the last attempt, or anything else at once
   */
  static void again(List<Class<? extends RuntimeException>> conflicts, Runnable write) {
    for (int tries = 1; ; tries++) {
      try {
        write.run();
        return;
      } catch (RuntimeException e) {
        if (tries == MOST || conflicts.stream().noneMatch(conflict -> conflict.isInstance(e))) {
          throw e;
        }
      }
    }
  }
}
