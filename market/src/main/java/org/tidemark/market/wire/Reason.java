package org.tidemark.market.wire;

/**
 * Why a line of the wire format was not taken. A line has one reason, the first met: the JSON,
 * type, instrument, offset, event time, then the fields of the type, then the event as a whole.
 */
public enum Reason {
  /** Not one flat JSON object of strings and numbers, a key twice, or too long. */
  MALFORMED_JSON,
  /** A key that this type of event needs is absent. */
  MISSING_FIELD,
  /** {@code type} is not trade, quote, book, bar or heartbeat. */
  UNKNOWN_TYPE,
  /** {@code instrument} is no valid name. */
  BAD_INSTRUMENT,
  /** {@code offset} is not an integer from 0 to 2^63 - 1. */
  BAD_OFFSET,
  /**
   * A time is not a 64-bit integer, or a price or size no finite decimal (NaN, Infinity, words).
   */
  NOT_A_NUMBER,
  /** A price is 0 or less. */
  NON_POSITIVE_PRICE,
  /** A size or volume is below 0. */
  NEGATIVE_SIZE,
  /** {@code aggressor} is not BUY, SELL or UNKNOWN. */
  BAD_AGGRESSOR,
  /** A bar that does not hold together: low above open, open after close, and the like. */
  BAD_BAR,
  /** A quote with neither bid nor ask. */
  EMPTY_QUOTE,
  /** A book with no level on either side. */
  EMPTY_BOOK,
  /** A book whose prices do not run away from the best. */
  BAD_BOOK,
  /** A message that does not fit the schema of its topic, where that is not JSON. */
  SCHEMA_MISMATCH
}
