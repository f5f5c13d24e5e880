package org.tidemark.market;

/**
 * A sentiment reading about an instrument.
 *
 * @param eventTimeNanos when the reading became known, not when the text was written
 * @param score from -1 (negative) to 1 (positive)
 */
public record Sentiment(InstrumentId instrument, long offset, long eventTimeNanos, double score)
    implements MarketEvent {
  public Sentiment {
    if (!(score >= -1 && score <= 1)) {
      throw new IllegalArgumentException("sentiment score = " + score + " must be in [-1, 1]");
    }
  }
}
