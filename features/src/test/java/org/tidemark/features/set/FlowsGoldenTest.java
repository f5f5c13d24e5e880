package org.tidemark.features.set;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.flow.KyleLambda;
import org.tidemark.features.flow.OrderFlowImbalance;
import org.tidemark.market.Aggressor;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * Compares the set flows on recorded BTCUSDT quotes and trades with values that {@code
 * src/test/golden/flows.py} made with pandas and SciPy.
 */
class FlowsGoldenTest {
  private static final InstrumentId BTCUSDT = new InstrumentId("BTCUSDT");
  private static final String FILE = "binance-flat/usdm_btcusdt_20240808_";
  private static final long MILLI_NANOS = 1_000_000;

  private static void compare(Feature<?> feature, List<MarketEvent> log, String golden, int enough)
      throws IOException {
    FeatureSet set =
        new FeatureSet("flows", List.of(feature), TimeBars.ofSeconds(2), Duration.ZERO);
    GoldenRows.compare(golden, set, GoldenRows.rows(set, log), 0, 1e-15, enough);
  }

  @Test
  void orderFlowImbalanceOfQuotes() throws IOException {
    List<MarketEvent> log = new ArrayList<>();
    for (String line : GoldenRows.recorded(FILE + "book_ticker.csv.gz")) {
      String[] part = line.split(",");
      log.add(
          new Quote(
              BTCUSDT,
              log.size(),
              Long.parseLong(part[1]) * MILLI_NANOS,
              Double.parseDouble(part[3]),
              Double.parseDouble(part[4]),
              Double.parseDouble(part[5]),
              Double.parseDouble(part[6])));
    }
    compare(new OrderFlowImbalance(10), log, "flow_quotes.csv", 150);
  }

  @Test
  void kyleLambdaOfTrades() throws IOException {
    List<MarketEvent> log = new ArrayList<>();
    for (String line : GoldenRows.recorded(FILE + "trades.csv.gz")) {
      String[] part = line.split(",");
      log.add(
          new Trade(
              BTCUSDT,
              log.size(),
              Long.parseLong(part[1]) * MILLI_NANOS,
              Double.parseDouble(part[4]),
              Double.parseDouble(part[5]),
              part[6].equals("true") ? Aggressor.SELL : Aggressor.BUY));
    }
    compare(new KyleLambda(30), log, "flow_trades.csv", 120);
  }
}
