package org.tidemark.market.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;

/**
 * A simulated market against its twin in Python; the script stands beside the golden file. The twin
 * has another logarithm, so a price may differ by one tick and a time by one nanosecond.
 */
class MarketModelGoldenTest {
  private static final int STEP = 97;
  // The last bit of tanh differs between libraries and feeds back through prices and momentum.
  private static final Offset<Double> TICK = within(1e-6);

  @Test
  void theMarketIsThatOfItsPythonTwin() throws IOException {
    MarketModel model =
        MarketModel.standard(42)
            .withSpan(MarketModel.standard(42).start(), 2)
            .withGaps(1.0 / 300, Duration.ofMinutes(20))
            .withContent(MarketModel.Content.TRADES_AND_QUOTES);
    List<MarketEvent> events = new ArrayList<>();
    model.events(model.instruments().get(0)).forEachRemaining(events::add);
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                MarketModelGoldenTest.class.getResourceAsStream(
                    "/golden/simulate/market-seed42.csv"),
                StandardCharsets.UTF_8))) {
      assertThat(events).hasSize(Integer.parseInt(in.readLine()));
      for (int at = 0; at < events.size(); at += STEP) {
        check(events.get(at), in.readLine().split(","));
      }
      assertThat(in.readLine()).isNull();
    }
  }

  private static void check(MarketEvent event, String[] row) {
    assertThat(event.offset()).isEqualTo(Long.parseLong(row[1]));
    assertThat(event.eventTimeNanos()).isCloseTo(Long.parseLong(row[2]), within(1L));
    double first = Double.parseDouble(row[3]);
    double second = Double.parseDouble(row[4]);
    if (row[0].equals("trade")) {
      Trade trade = (Trade) event;
      assertThat(trade.price()).isCloseTo(first, TICK);
      assertThat(trade.size()).isEqualTo(second);
      assertThat(trade.aggressor()).isEqualTo(Aggressor.valueOf(row[5]));
    } else {
      Quote quote = (Quote) event;
      assertThat(quote.bid()).isCloseTo(first, TICK);
      assertThat(quote.bidSize()).isEqualTo(second);
      assertThat(quote.ask()).isCloseTo(Double.parseDouble(row[5]), TICK);
      assertThat(quote.askSize()).isEqualTo(Double.parseDouble(row[6]));
    }
  }
}
