package org.tidemark.lakehouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.simulate.MarketModel;
import org.tidemark.market.wire.WireWriter;

/** The wire format as a file: what was written comes back, and each bad line with its reason. */
class WireLinesTest {
  private static String trade(String instrument, long offset, String price) {
    return "{\"type\":\"trade\",\"instrument\":\"%s\",\"offset\":%d,\"eventTimeNanos\":5,\"price\":\"%s\",\"size\":\"1\",\"aggressor\":\"BUY\"}"
        .formatted(instrument, offset, price);
  }

  private static String book(String bids, String asks) {
    return "{\"type\":\"book\",\"instrument\":\"K\",\"offset\":1,\"eventTimeNanos\":5,\"bids\":\"%s\",\"asks\":\"%s\"}"
        .formatted(bids, asks);
  }

  private static String bar(long opens, long closes) {
    return "{\"type\":\"bar\",\"instrument\":\"B\",\"offset\":1,\"eventTimeNanos\":%d,\"openTimeNanos\":%d,\"open\":1,\"high\":1,\"low\":1,\"close\":1,\"volume\":1}"
        .formatted(closes, opens);
  }

  @Test
  void aSimulatedMarketComesBackBitForBit() {
    MarketModel market =
        MarketModel.standard(3, 2)
            .withSpan(Instant.parse("2024-01-01T00:00:00Z"), 1)
            .withTradesPerMinute(1);
    List<MarketEvent> events = new ArrayList<>();
    market.events().forEachRemaining(events::add);
    String[] lines = events.stream().map(WireWriter::write).toArray(String[]::new);
    Reading read = Reading.of("wire", "market.jsonl", lines);
    assertThat(read.events()).isEqualTo(events).hasSizeGreaterThan(2_000);
    assertThat(read.tally.rejected()).isZero();
  }

  @Test
  void badLinesAreRejectedWithTheirReasons() {
    Reading read =
        Reading.of(
            "wire",
            "feed.jsonl",
            trade("A", 0, "1.5"),
            "",
            "{\"type\":\"trade\",",
            "{\"type\":\"trade\",\"instrument\":\"A\"}",
            trade("A", 1, "1").replace("\"trade\"", "\"funding\""),
            trade("no name", 1, "1"),
            trade("A", -1, "1"),
            trade("A", 1, "NaN"),
            trade("A", 1, "0"),
            trade("A", 1, "1").replace("\"size\":\"1\"", "\"size\":\"-1\""),
            trade("A", 1, "1").replace("BUY", "buy"),
            trade("A", 1, "1e-19"),
            trade("A", 1, "1e20"),
            trade("A", 0, "1"),
            trade("B", 0, "1"),
            trade("A", 1, "1"),
            "{\"type\":\"heartbeat\",\"instrument\":\"A\",\"offset\":2,\"eventTimeNanos\":5}",
            "{\"type\":\"quote\",\"instrument\":\"A\",\"offset\":2,\"eventTimeNanos\":5,\"bidSize\":0,\"askSize\":0}",
            book("", ""),
            book("9x1 9x2", "10x1"),
            book("9x1 8x1e-19", "10x1"),
            book("9x1 8x2", ""),
            bar(0, 500_000_000),
            bar(0, 4_000_000_000_000_000_000L),
            bar(Long.MIN_VALUE, Long.MAX_VALUE),
            bar(5, 5),
            bar(0, 60_000_000_000L).replace("\"low\":1", "\"low\":2"),
            "x".repeat(LineReader.MAX_LINE + 1));
    assertThat(read.verdicts())
        .containsExactly(
            "OK",
            "BAD_JSON",
            "BAD_COLUMN_COUNT",
            "UNKNOWN_TYPE",
            "UNKNOWN_INSTRUMENT",
            "BAD_OFFSET",
            "NOT_A_NUMBER",
            "NON_POSITIVE_PRICE",
            "NEGATIVE_SIZE",
            "BAD_SIDE",
            "TOO_PRECISE",
            "TOO_LARGE",
            "OFFSET_RUNS_BACK",
            "OK",
            "OK",
            "NO_TABLE",
            "EMPTY_QUOTE",
            "EMPTY_BOOK",
            "BAD_BOOK",
            "TOO_PRECISE",
            "OK",
            "BAD_BAR",
            "BAD_BAR",
            "BAD_BAR",
            "BAD_BAR",
            "BAD_BAR",
            "LINE_TOO_LONG");
    assertThat(read.tally.blanks()).isEqualTo(1);
    assertThat(read.rejected(1).line()).isEqualTo(3);
    assertThat(read.rejected(12).detail()).contains("0", "last one taken of A");
  }

  @Test
  void anAbsentSideStaysAbsent() {
    Reading read =
        Reading.of(
            "wire",
            "feed.jsonl",
            "{\"type\":\"quote\",\"instrument\":\"A\",\"offset\":2,\"eventTimeNanos\":5,\"bid\":1,\"bidSize\":2,\"askSize\":0}");
    assertThat(read.events())
        .containsExactly(new Quote(new InstrumentId("A"), 2, 5, 1, 2, Double.NaN, 0));
  }

  @Test
  void anInstrumentCannotBeGivenBesides() {
    assertThatThrownBy(
            () ->
                Formats.named("wire")
                    .open(
                        Reading.file("feed.jsonl", ""),
                        IngestOptions.none().withInstrument(new InstrumentId("A"))))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("leave --instrument out");
  }
}
