package org.tidemark.lakehouse.ingest;

/** Why a row was rejected. The names are stored in {@code market.rejected_events}: only add. */
public enum Reason {
  /** More or fewer columns than the format has, or a JSON field that is not there. */
  BAD_COLUMN_COUNT,
  /** The line is longer than 1,048,576 characters. */
  LINE_TOO_LONG,
  /** A quoted CSV field that is not closed on its line, or text after the closing quote. */
  BAD_CSV,
  /** The line is not one JSON object. */
  BAD_JSON,
  /** A text that is not a decimal number. */
  NOT_A_NUMBER,
  /** NaN, infinite, or beyond the range of a double. */
  NON_FINITE,
  /** More than 18 decimals, or more digits than a double keeps. */
  TOO_PRECISE,
  /** 1e20 or more in magnitude: does not fit DECIMAL(38,18). */
  TOO_LARGE,
  /** A price of 0 or less. */
  NON_POSITIVE_PRICE,
  /** A size or volume below 0. */
  NEGATIVE_SIZE,
  /** A time that cannot be read, does not exist on the local clock, or is out of range. */
  BAD_TIME,
  /** A trade side that the mapping or the format does not name. */
  BAD_SIDE,
  /** Bid above ask in a source where that is an error of the source. */
  CROSSED_QUOTE,
  /** A quote row with neither a bid nor an ask. */
  EMPTY_QUOTE,
  /** Open or close outside low..high. */
  OHLC_VIOLATION,
  /** A second bar with the same open time. */
  DUPLICATE_BAR,
  /** Earlier than an accepted row before it, in a file that must be sorted. */
  TIME_RUNS_BACK,
  /** More rows of one instrument and kind within a millisecond than an offset can number. */
  TOO_MANY_IN_MILLISECOND,
  /** Marked as suspicious by the source. */
  SUSPICIOUS,
  /** A venue code that is not one letter A to Z. */
  UNKNOWN_VENUE,
  /** No instrument, one that is not a legal name, or one that the mapping does not list. */
  UNKNOWN_INSTRUMENT,
  /** Dated before the company that now has this ticker was listed. */
  BEFORE_LISTING,
  /** Dated when the company traded under another ticker, so the row is of another company. */
  OTHER_COMPANY,
  /** A line of the wire format of a type that the format does not have. */
  UNKNOWN_TYPE,
  /** An offset that is not an integer from 0 to 2^63 - 1. */
  BAD_OFFSET,
  /** An offset that does not rise above the one before it of the same instrument. */
  OFFSET_RUNS_BACK,
  /** A bar that does not hold together, or that does not last whole seconds. */
  BAD_BAR,
  /** An event of a kind that no table keeps, such as a heartbeat. */
  NO_TABLE,
  /** A book with no level on either side. */
  EMPTY_BOOK,
  /** A book whose prices do not run away from the best, or with a level missing between others. */
  BAD_BOOK,
  /** A message that the source numbers and that has been taken before. */
  DUPLICATE_ID,
  /** An update of a book from before the snapshot that begins it. */
  BEFORE_SNAPSHOT,
  /** An update of a book after one that is missing: what stands at other prices is not known. */
  SEQUENCE_GAP,
  /** An event time that leaps days ahead of the log; believed once several in a row agree. */
  FAR_FUTURE
}
