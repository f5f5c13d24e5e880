package org.tidemark.market;

/** The kinds of market event, one for each record; a driver reads one table for each. */
public enum EventKind {
  TRADE,
  QUOTE,
  BOOK,
  BAR,
  FUNDING_RATE,
  OPEN_INTEREST,
  LIQUIDATION,
  SENTIMENT,
  HEARTBEAT;

  /** The kind of an event; the most frequent kinds are asked for first. */
  public static EventKind of(MarketEvent event) {
    if (event instanceof Quote) {
      return QUOTE;
    } else if (event instanceof Trade) {
      return TRADE;
    } else if (event instanceof Book) {
      return BOOK;
    } else if (event instanceof Bar) {
      return BAR;
    } else if (event instanceof Heartbeat) {
      return HEARTBEAT;
    } else if (event instanceof FundingRate) {
      return FUNDING_RATE;
    } else if (event instanceof OpenInterest) {
      return OPEN_INTEREST;
    } else if (event instanceof Liquidation) {
      return LIQUIDATION;
    }
    return SENTIMENT;
  }
}
