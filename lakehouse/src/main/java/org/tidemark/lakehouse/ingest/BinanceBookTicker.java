package org.tidemark.lakehouse.ingest;

import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;

/**
 * Best bid and ask of Binance's stream as recorded lines; times and ids as {@link BinanceTrades}.
 */
final class BinanceBookTicker implements Format {
  private static final String HEADER =
      "local_ts_ns,event_ms,update_id,bid_price,bid_qty,ask_price,ask_qty";

  @Override
  public String name() {
    return "binance-book-ticker";
  }

  @Override
  public String describe() {
    return "best bid and ask of a Binance stream, columns "
        + HEADER
        + "; an update id that came before is rejected; market and instrument from the name, for"
        + " example usdm_btcusdt_20240808_book_ticker.csv.gz, as BTCUSDT.USDM";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    InstrumentId instrument = BinanceTrades.instrument(file, options, "book_ticker");
    RowClock clock = RowClock.sorted(Lane.QUOTE);
    RisingIds ids = new RisingIds("update_id");
    return Columns.reader(file, HEADER, row -> quote(instrument, clock, ids, row));
  }

  private static MarketEvent quote(
      InstrumentId instrument, RowClock clock, RisingIds ids, Columns row) throws RejectedRow {
    row.split();
    long time = row.nanos(1, "event_ms", 6);
    long id = row.whole(2, "update_id");
    double bid = row.price(3, "bid_price", 0);
    double bidSize = row.size(4, "bid_qty");
    double ask = row.price(5, "ask_price", 0);
    double askSize = row.size(6, "ask_qty");
    ids.check(id);
    MarketEvent quote = new Quote(instrument, clock.offset(time), time, bid, bidSize, ask, askSize);
    ids.take(id);
    return quote;
  }
}
