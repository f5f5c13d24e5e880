package org.tidemark.offenders.stray;

/** Stands in no module. */
final class Stray {}
