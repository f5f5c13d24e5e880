package org.tidemark.lakehouse.ingest;

/**
 * Parquet recordings of Binance futures: whole books of 1,000 levels a side about every 0.1 s, and
 * the trades beside them. Times are the venue's ({@code exch_ts_ms}); the recorder's own clock,
 * about 0.2 s later, is not read.
 */
final class BinanceDepth1000 {
  private static final String BOOKS =
      """
      kind: book
      instrument: {column: symbol}
      columns:
        time: exch_ts_ms
        bid-prices: "bids_px.{0..%1$d}"
        bid-sizes: "bids_qty.{0..%1$d}"
        ask-prices: "asks_px.{0..%1$d}"
        ask-sizes: "asks_qty.{0..%1$d}"
      time: {unit: ms}
      """;

  private static final String TRADES =
      """
      kind: trade
      instrument: {column: symbol}
      columns: {time: exch_ts_ms, price: price, size: qty, aggressor: side}
      time: {unit: ms}
      """;

  private BinanceDepth1000() {}

  /** Snapshots, the best levels of each. */
  static Format books(Levels levels) {
    return new MappedPreset(
        levels.suffixed("binance-depth1000"),
        "L2 snapshots in Parquet, columns symbol, exch_ts_ms and lists bids_px, bids_qty, asks_px,"
            + " asks_qty; the best "
            + levels.count()
            + " levels a side",
        new MappedFormat("binance-depth1000", BOOKS.formatted(levels.count() - 1)));
  }

  /** The trades recorded beside the snapshots. */
  static Format trades() {
    return new MappedPreset(
        "binance-depth1000-trades",
        "trades in Parquet, columns symbol, exch_ts_ms, price, qty, side (of the aggressor)",
        new MappedFormat("binance-depth1000-trades", TRADES));
  }
}
