package org.tidemark.offenders.models.explain;

import java.time.Instant;

/** Gives another answer tomorrow. */
final class ReadsClock {
  Instant now() {
    return Instant.now();
  }
}
