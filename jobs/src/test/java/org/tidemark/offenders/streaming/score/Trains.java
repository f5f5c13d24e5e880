package org.tidemark.offenders.streaming.score;

import org.tidemark.offenders.models.learn.Fits;

/** Serves and fits. */
public final class Trains {
  Fits model;
}
