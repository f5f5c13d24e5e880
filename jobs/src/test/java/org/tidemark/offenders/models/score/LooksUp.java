package org.tidemark.offenders.models.score;

import org.tidemark.offenders.streaming.score.Trains;

/** Uses a later module. */
final class LooksUp {
  Trains later;
}
