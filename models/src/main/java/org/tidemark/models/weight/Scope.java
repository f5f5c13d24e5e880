package org.tidemark.models.weight;

/** Whose label spans count as overlapping. */
public enum Scope {
  /** Those of the same instrument. */
  INSTRUMENT,
  /** Those of all instruments: their prices move together. */
  ACROSS
}
