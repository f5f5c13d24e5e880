package org.tidemark.models.tune;

/** What a training run is doing, as far as its two curves show. */
public enum Phase {
  /** Too few steps to say. */
  WARMING,
  /** The watched value got better lately. */
  IMPROVING,
  /** It did not, and training does not run away from it. */
  PLATEAU,
  /** It is worse than its best while the value on training rows still gets better. */
  OVERFITTING
}
