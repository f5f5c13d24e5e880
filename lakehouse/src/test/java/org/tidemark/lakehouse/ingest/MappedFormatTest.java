package org.tidemark.lakehouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Prerequisite;

/** Mapping files: what they can say, what they refuse, and a bad row for every reason of theirs. */
class MappedFormatTest {
  private static final String TRADES =
      """
      kind: trade
      instrument: {column: sym, names: {XBT: BTCUSD, ETH: ETHUSD}}
      columns: {time: ts, price: px, size: qty, aggressor: side}
      time: {unit: us}
      price-scale: 100
      aggressor: {buy: [1, true], sell: [-1]}
      """;

  private static Instant time(MarketEvent event) {
    return Instant.ofEpochSecond(0, event.eventTimeNanos());
  }

  @Test
  void csvTradesWithScaleSidesAndInstruments() {
    Reading read =
        Reading.mapped(
            TRADES,
            "my.csv",
            "qty,side,sym,px,ts,note",
            "2,1,XBT,12345,1582329600123456,\"a, \"\"b\"\"\"",
            "2,true,ETH,100,1582329600123455,",
            "2,-1,XBT,12345,1582329600123456,",
            "2,0,XBT,12345,1582329600123456,",
            "2,1,LTC,12345,1582329600123456,",
            "2,1,XBT,12345,1582329600123455,",
            "2,1,XBT,12345,1582329600,",
            "2,1,XBT,12345,2020-02-22,",
            "2,1,XBT,12345",
            "2,1,XBT,12345,1582329600123456,\"open",
            "2,1,XBT,12345,1582329600123456,\"a\"b",
            "-2,1,XBT,12345,1582329600123456,",
            "2,1,XBT,0,1582329600123456,",
            "2,1,XBT,1e-17,1582329600123456,");
    assertThat(read.verdicts())
        .containsExactly(
            "OK",
            "OK",
            "OK",
            "BAD_SIDE",
            "UNKNOWN_INSTRUMENT",
            "TIME_RUNS_BACK",
            "BAD_TIME",
            "BAD_TIME",
            "BAD_COLUMN_COUNT",
            "BAD_CSV",
            "BAD_CSV",
            "NEGATIVE_SIZE",
            "NON_POSITIVE_PRICE",
            "TOO_PRECISE");
    Trade first = (Trade) read.events().get(0);
    assertThat(first.instrument().value()).isEqualTo("BTCUSD");
    assertThat(first.price()).isEqualTo(123.45);
    assertThat(first.aggressor()).isEqualTo(Aggressor.BUY);
    assertThat(time(first)).isEqualTo(Instant.parse("2020-02-22T00:00:00.123456Z"));
    assertThat(ArchiveOffset.rank(read.events().get(1).offset())).isZero();
    assertThat(read.events().get(2).offset()).isEqualTo(first.offset() + 1);
    assertThat(read.rejected(6).detail()).contains("is the unit right?");
  }

  @Test
  void jsonLinesWithPathsKeepTheTextOfNumbers() {
    Reading read =
        Reading.mapped(
            """
            kind: quote
            instrument: {column: data.s}
            columns: {time: data.T, bid: data.b.0, bid-size: data.b.1, ask: data.a.0}
            time: {unit: ms}
            crossed: reject
            """,
            "my.jsonl",
            "{\"stream\":\"x\",\"data\":{\"s\":\"BTC\",\"T\":1582329600123,\"b\":[\"9.5\",2],\"a\":[9.6]}}",
            "",
            "{\"data\":{\"s\":\"BTC\",\"T\":1582329600123,\"b\":[9.7,2],\"a\":[9.6]}}",
            "{\"data\":{\"s\":\"BTC\",\"T\":1582329600123,\"b\":null,\"a\":[9.6,{\"x\":1}]}}",
            "{\"data\":{\"s\":\"BTC\",\"T\":1582329600123}}",
            "{\"data\":{\"T\":1582329600123,\"a\":[9.6]}}",
            "{\"data\":{\"s\":\"B T C\",\"T\":1582329600123,\"a\":[9.6]}}",
            "{\"data\":{\"s\":\"BTC\"",
            "[1]",
            "{} {}",
            "{\"a\":1,\"a\":2}",
            "{\"data\":{\"s\":\"BTC\",\"T\":1582329600123,\"a\":[0.12345678901234567890]}}");
    assertThat(read.verdicts())
        .containsExactly(
            "OK",
            "CROSSED_QUOTE",
            "OK",
            "EMPTY_QUOTE",
            "BAD_COLUMN_COUNT",
            "UNKNOWN_INSTRUMENT",
            "BAD_JSON",
            "BAD_JSON",
            "BAD_JSON",
            "BAD_JSON",
            "TOO_PRECISE");
    Quote first = (Quote) read.events().get(0);
    assertThat(List.of(first.bid(), first.bidSize(), first.ask(), first.askSize()))
        .containsExactly(9.5, 2.0, 9.6, 0.0);
    assertThat(((Quote) read.events().get(1)).bid()).isNaN();
    assertThat(read.tally.blanks()).isEqualTo(1);
    assertThatThrownBy(
            () ->
                Reading.mapped(
                    "{kind: trade, instrument: X, columns: {time: t, price: p, size: q}, time: {unit: s}}",
                    "my.json",
                    "[",
                    "{}]"))
        .hasMessageContaining("jq -c");
  }

  /** The fixed-EST bars of HistData: no header, semicolons, date and time in one column. */
  @Test
  void realBarsWithoutHeaderInAFixedZone() throws IOException {
    MappedFormat format =
        new MappedFormat(
            "histdata.yaml",
            """
            kind: bar
            instrument: EURUSD.HISTDATA
            columns: {time: 1, open: 2, high: 3, low: 4, close: 5, volume: 6}
            time: {pattern: yyyyMMdd HHmmss, zone: "-05:00", means: open}
            bar-length: 1m
            csv: {delimiter: ;, header: none}
            """);
    try (IngestReader reader =
        format.open(
            SourceFile.of(Prerequisite.data().resolve("fx-1m/histdata_eurusd_2017h1.csv.gz")),
            IngestOptions.none())) {
      Bar first = (Bar) ((Accepted) reader.next()).event();
      assertThat(first.openTimeNanos())
          .isEqualTo(Instant.parse("2017-01-02T07:00:00Z").getEpochSecond() * 1_000_000_000L);
      assertThat(first.close()).isEqualTo(1.0519);
      reader.forEachRemaining(row -> {});
      assertThat(reader.tally().read()).isEqualTo(186_348);
      assertThat(reader.tally().accepted()).isEqualTo(186_348);
    }
  }

  /** Tardis-like prints: microseconds and a side column, sorted per file. */
  @Test
  void realTradesInMicroseconds() throws IOException {
    MappedFormat format =
        new MappedFormat(
            "tardis.yaml",
            """
            kind: trade
            instrument: {column: symbol}
            columns: {time: timestamp, price: price, size: amount, aggressor: side}
            time: {unit: us}
            order: unsorted
            """);
    try (IngestReader reader =
        format.open(
            SourceFile.of(
                Prerequisite.data()
                    .resolve("crypto-trades/binance-futures_BTCUSDT_20200222_trades.csv.gz")),
            IngestOptions.none())) {
      reader.forEachRemaining(row -> {});
      assertThat(reader.tally().read()).isEqualTo(9_999);
      assertThat(reader.tally().rejectedBy()).isEmpty();
    }
  }

  @Test
  void barsTimedByTheirCloseAndDaysOfTheZone() {
    String yaml =
        """
        kind: bar
        instrument: X
        columns: {time: [d, t], open: o, high: h, low: l, close: c}
        time: {pattern: dd.MM.yyyy HH:mm, zone: America/New_York, means: close}
        bar-length: 1d
        """;
    Reading read =
        Reading.mapped(
            yaml,
            "my.csv",
            "d,t,o,h,l,c",
            "04.11.2013,00:00,1,1,1,1",
            "04.11.2013,00:00,1,1,1,1",
            "31.02.2013,00:00,1,1,1,1",
            "05.11.2013,00:00,2,1,1,1");
    assertThat(read.verdicts())
        .containsExactly("OK", "DUPLICATE_BAR", "BAD_TIME", "OHLC_VIOLATION");
    Bar bar = (Bar) read.events().get(0);
    assertThat(time(bar)).isEqualTo(Instant.parse("2013-11-04T05:00:00Z"));
    // The day on which the clocks went back lasts 25 hours.
    assertThat(bar.durationNanos()).isEqualTo(25L * 3_600 * 1_000_000_000);
    assertThat(bar.volume()).isZero();
  }

  @Test
  void isoTimesWithAndWithoutOffset() {
    Reading read =
        Reading.mapped(
            """
            kind: trade
            instrument: X
            columns: {time: t, price: p, size: q}
            time: {unit: iso, zone: Europe/London}
            """,
            "my.csv.gz",
            "t,p,q",
            "2024-07-01T12:00:00.5Z,1,1",
            "2024-07-01 13:00:01,1,1",
            "2024-07-02,1,1",
            "2024-07-02T00:00:00+01:00,1,1",
            // London shows 01:30 twice on this day; the earlier is taken, an offset tells the
            // later.
            "2024-10-27T01:30:00,1,1",
            "2024-10-27T01:30:00+00:00,1,1",
            "2025-03-30T01:30:00,1,1",
            "9999-01-01T00:00:00Z,1,1",
            "soon,1,1");
    assertThat(read.verdicts())
        .containsExactly("OK", "OK", "OK", "OK", "OK", "OK", "BAD_TIME", "BAD_TIME", "BAD_TIME");
    assertThat(read.rejected(6).detail()).contains("does not exist");
    assertThat(read.events().stream().map(event -> time(event).toString()))
        .containsExactly(
            "2024-07-01T12:00:00.500Z",
            "2024-07-01T12:00:01Z",
            "2024-07-01T23:00:00Z",
            "2024-07-01T23:00:00Z",
            "2024-10-27T00:30:00Z",
            "2024-10-27T01:30:00Z");
  }

  @Test
  void unsortedRowsKeepUniqueOffsetsWithinTheWindow() {
    String[] lines = new String[RowClock.WINDOW + 6];
    lines[0] = "t,p,q";
    for (int i = 1; i <= RowClock.WINDOW; i++) {
      lines[i] = (1_582_329_600_000L + i) + ",1,1";
    }
    lines[RowClock.WINDOW + 1] = "1582329600001,1,1";
    lines[RowClock.WINDOW + 2] = "1582329600000,1,1";
    lines[RowClock.WINDOW + 3] = "1582329600000,1,1";
    lines[RowClock.WINDOW + 4] = "1582329600001,1,1";
    lines[RowClock.WINDOW + 5] = "1582329600001,1,1";
    Reading read =
        Reading.mapped(
            """
            kind: trade
            instrument: X
            columns: {time: t, price: p, size: q}
            time: {unit: ms}
            order: unsorted
            """,
            "my.csv",
            lines);
    assertThat(read.verdicts().subList(RowClock.WINDOW, RowClock.WINDOW + 5))
        .containsExactly("OK", "OK", "TIME_RUNS_BACK", "OK", "OK");
    assertThat(read.events().stream().mapToLong(MarketEvent::offset).distinct().count())
        .isEqualTo(read.tally.accepted());
  }

  @Test
  void mistakesInAMappingAreNamed() {
    Map.of(
            TRADES + "colour: red\n",
            "unknown key 'colour'; known are kind, instrument",
            TRADES.replace("kind: trade", "kind: swap"),
            "trade, quote, bar",
            TRADES.replace("px", "[px, py]"),
            "more than one column",
            TRADES.replace(", size: qty", ""),
            "size is missing",
            TRADES.replace("unit: us", "unit: us, zone: UTC"),
            "zone has no meaning",
            TRADES.replace("unit: us", "unit: iso"),
            "zone is missing",
            TRADES.replace("100", "50"),
            "price-scale = 50",
            TRADES.replace("sell: [-1]", "sell: [1]"),
            "'1' stands for two sides",
            TRADES + "kind: bar\n",
            "duplicate key kind",
            TRADES.replace("kind: trade", "kind: bar"),
            "columns: unknown key")
        .forEach(
            (yaml, problem) ->
                assertThatThrownBy(() -> new MappedFormat("my.yaml", yaml))
                    .isInstanceOf(IngestException.class)
                    .hasMessageContaining("my.yaml")
                    .hasMessageContaining(problem));
    assertThatThrownBy(() -> new MappedFormat("my.yaml", "!!javax.script.ScriptEngineManager []"))
        .isInstanceOf(IngestException.class);
    assertThatThrownBy(() -> Reading.mapped(TRADES, "my.csv", "ts,px,qty,sym", "1,1,1,1"))
        .hasMessageContaining("no column 'side'; it has [px, qty, sym, ts]");
    assertThatThrownBy(() -> Reading.mapped(TRADES, "my.xlsx", "")).hasMessageContaining(".jsonl");
    assertThatThrownBy(
            () ->
                new MappedFormat(
                    "b.yaml",
                    "{kind: bar, instrument: X, columns: {time: t, open: o, high: h, low: l, close: c},"
                        + " time: {unit: s}, bar-length: 1m}"))
        .hasMessageContaining("open or its close");
  }

  @Test
  void everyFormatCanBeSentToAnotherMachine() throws Exception {
    for (Format format : List.of(Formats.named("fx-quotes"), new MappedFormat("m.yaml", TRADES))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      new ObjectOutputStream(bytes).writeObject(format);
      Format copy =
          (Format)
              new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
      assertThat(copy.name()).isEqualTo(format.name());
    }
    for (Format format : Formats.all()) {
      new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(format);
      assertThat(Formats.named(format.name())).isSameAs(format);
      assertThat(format.describe()).isNotBlank();
    }
  }
}
