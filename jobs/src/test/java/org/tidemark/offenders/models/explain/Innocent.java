package org.tidemark.offenders.models.explain;

import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Is told the time and the seed. */
final class Innocent {
  Instant now(Clock clock) {
    return Instant.now(clock);
  }

  void mix(List<String> cards, long seed) {
    Collections.shuffle(cards, new Random(seed));
  }
}
