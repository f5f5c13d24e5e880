package org.tidemark.market;

import java.io.Serializable;

/**
 * Something that happened to one instrument, as it stands in the arrival log. Events of an
 * instrument are totally ordered by {@link #offset()}; event time is data and may run backwards.
 */
public sealed interface MarketEvent extends Serializable
    permits Trade, Quote, Book, Bar, FundingRate, OpenInterest, Liquidation, Sentiment, Heartbeat {

  /** The instrument this event belongs to. */
  InstrumentId instrument();

  /** Position in the arrival log: unique and increasing per instrument; the one total order. */
  long offset();

  /**
   * The venue's clock, nanoseconds since the Unix epoch, UTC: data, never trusted to be ordered.
   */
  long eventTimeNanos();
}
