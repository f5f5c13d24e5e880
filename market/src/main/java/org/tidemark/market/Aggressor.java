package org.tidemark.market;

/** The side that crossed the spread in a trade: {@code UNKNOWN} when the venue does not say. */
public enum Aggressor {
  BUY,
  SELL,
  UNKNOWN
}
