package org.tidemark.lakehouse.ingest;

import java.util.Locale;
import java.util.regex.Matcher;
import org.tidemark.lakehouse.ingest.ArchiveOffset.Lane;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * Trades of Binance's stream as recorded lines. An event's time is {@code event_ms}, when the venue
 * sent it, as for its quotes and books: so a trade never stands before a book that was known
 * earlier. The recorder's clock may run behind the venue's and is not read. A trade id that does
 * not rise is a message that came again.
 */
final class BinanceTrades implements Format {
  private static final String HEADER =
      "local_ts_ns,event_ms,trade_ms,trade_id,price,qty,is_buyer_maker";

  @Override
  public String name() {
    return "binance-trades";
  }

  @Override
  public String describe() {
    return "trades of a Binance stream, columns "
        + HEADER
        + "; the buyer as maker means that the aggressor sold; a trade id that came before is"
        + " rejected; market and instrument from the name, for example"
        + " usdm_btcusdt_20240808_trades.csv.gz, as BTCUSDT.USDM";
  }

  @Override
  public IngestReader open(SourceFile file, IngestOptions options) {
    InstrumentId instrument = instrument(file, options, "trades");
    RowClock clock = RowClock.sorted(Lane.TRADE);
    RisingIds ids = new RisingIds("trade_id");
    return Columns.reader(file, HEADER, row -> trade(instrument, clock, ids, row));
  }

  private static MarketEvent trade(
      InstrumentId instrument, RowClock clock, RisingIds ids, Columns row) throws RejectedRow {
    row.split();
    long time = row.nanos(1, "event_ms", 6);
    long id = row.whole(3, "trade_id");
    double price = row.price(4, "price", 0);
    double size = row.size(5, "qty");
    Aggressor side =
        switch (row.text(6)) {
          case "true" -> Aggressor.SELL;
          case "false" -> Aggressor.BUY;
          default ->
              throw new RejectedRow(
                  Reason.BAD_SIDE,
                  "is_buyer_maker = " + RejectedRow.quote(row.text(6)) + " must be true or false");
        };
    ids.check(id);
    MarketEvent trade = new Trade(instrument, clock.offset(time), time, price, size, side);
    ids.take(id);
    return trade;
  }

  /** The instrument of a recording: pair and market, as one pair trades in several markets. */
  static InstrumentId instrument(SourceFile file, IngestOptions options, String stream) {
    Matcher name =
        FileName.need(
            file,
            "([A-Za-z]+)_([A-Za-z0-9]+)_\\d{8}_" + stream,
            "usdm_btcusdt_20240808_" + stream + ".csv.gz");
    return options
        .instrument()
        .orElseGet(
            () -> new InstrumentId((name.group(2) + "." + name.group(1)).toUpperCase(Locale.ROOT)));
  }
}
