package org.tidemark.features.causality;

import java.util.Optional;
import java.util.SplittableRandom;

/**
 * How a piece of input can be made different while it stays well-formed: far enough from what it
 * was that any use of it shows.
 */
public interface Alteration<E> {
  /** The same fact with other contents; its instrument and times stay. */
  Fact<E> changed(Fact<E> fact, SplittableRandom random);

  /**
   * A made-up fact between two neighbours of one instrument, stamped and known after {@code
   * afterNanos}; empty where there is no room.
   */
  Optional<Fact<E>> between(Fact<E> before, Fact<E> next, long afterNanos, SplittableRandom random);
}
