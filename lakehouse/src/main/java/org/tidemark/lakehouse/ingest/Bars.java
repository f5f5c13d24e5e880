package org.tidemark.lakehouse.ingest;

import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/** Makes bars, after checking that open and close lie within low and high. */
final class Bars {
  private Bars() {}

  static Bar of(
      InstrumentId instrument,
      RowClock clock,
      long openNanos,
      long closeNanos,
      double open,
      double high,
      double low,
      double close,
      double volume)
      throws RejectedRow {
    if (low > Math.min(open, close) || high < Math.max(open, close)) {
      throw new RejectedRow(
          Reason.OHLC_VIOLATION,
          "open " + open + " and close " + close + " must lie within " + low + " and " + high);
    }
    return new Bar(
        instrument, clock.offset(openNanos), closeNanos, openNanos, open, high, low, close, volume);
  }
}
