package org.tidemark.lakehouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Prerequisite;

class BinanceRawTest {
  private static final String TRADE =
      "1723161255088176367 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\","
          + "\"E\":1723161256322,\"T\":1723161256321,\"s\":\"BTCUSDT\",\"t\":%d,\"p\":\"%s\","
          + "\"q\":\"0.006\",\"X\":\"MARKET\",\"m\":false}}";

  /** The flat files were made of the raw one by another program: they must hold the same events. */
  @Test
  void theRawRecordingGivesTheEventsOfTheFlatFiles() throws IOException {
    Path data = Prerequisite.data();
    for (Map.Entry<String, String> pair :
        Map.of(
                "binance-raw-trades",
                "binance-trades",
                "binance-raw-book-ticker",
                "binance-book-ticker")
            .entrySet()) {
      String flat = pair.getValue().equals("binance-trades") ? "trades" : "book_ticker";
      List<MarketEvent> raw =
          events(
              pair.getKey(),
              SourceFile.of(data.resolve("binance-raw-feed/usdm_btcusdt_20240808.jsonl.gz")));
      assertThat(raw)
          .isNotEmpty()
          .isEqualTo(
              events(
                  pair.getValue(),
                  SourceFile.of(
                      data.resolve("binance-flat/usdm_btcusdt_20240808_" + flat + ".csv.gz"))));
    }
  }

  @Test
  void otherStreamsArePassedOverAndBadMessagesRejected() throws IOException {
    String text =
        String.join(
            "\n",
            TRADE.formatted(1, "61800.30"),
            "1723161255088169167 {\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":1}}",
            "1723161255088169167 {\"lastUpdateId\":1,\"bids\":[[\"1\",\"2\"]],\"asks\":[]}",
            "",
            TRADE.formatted(1, "61800.30"),
            TRADE.formatted(2, "0"),
            "1723161255088176367 noise",
            TRADE.formatted(3, "1").substring(20));
    IngestReader reader =
        Formats.named("binance-raw-trades").open(source(text), IngestOptions.none());
    List<Reason> reasons = new ArrayList<>();
    reader.forEachRemaining(
        row -> {
          if (row instanceof Rejected rejected) {
            reasons.add(rejected.reason());
          }
        });
    assertThat(reasons)
        .containsExactly(
            Reason.DUPLICATE_ID, Reason.NON_POSITIVE_PRICE, Reason.BAD_JSON, Reason.BAD_JSON);
    assertThat(reader.tally().accepted()).isOne();
    assertThat(reader.tally().others()).isEqualTo(2);
  }

  @Test
  void aQuoteWithoutTheVenuesTimeIsRejected() {
    IngestReader reader =
        Formats.named("binance-raw-book-ticker")
            .open(
                source(
                    "1723161254087891268 {\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":5,"
                        + "\"s\":\"BTCUSDT\",\"b\":\"1\",\"B\":\"1\",\"a\":\"2\",\"A\":\"1\"}}"),
                IngestOptions.none());
    assertThat(reader.next())
        .isInstanceOfSatisfying(Rejected.class, row -> assertThat(row.detail()).contains("E"));
  }

  private static SourceFile source(String text) {
    return SourceFile.of(
        "spot_btcusdt_20240808.jsonl",
        () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<MarketEvent> events(String format, SourceFile file) throws IOException {
    List<MarketEvent> events = new ArrayList<>();
    try (IngestReader reader = Formats.named(format).open(file, IngestOptions.none())) {
      reader.forEachRemaining(
          row -> {
            if (row instanceof Accepted accepted) {
              events.add(accepted.event());
            }
          });
    }
    return events;
  }
}
