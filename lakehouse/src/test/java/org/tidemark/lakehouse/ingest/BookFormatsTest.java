package org.tidemark.lakehouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/** Formats of books and of what is recorded beside them: by small files and a bad row each. */
class BookFormatsTest {
  private static final String UPDATES = "usdm_btcusdt_20240808_depth_updates.csv";
  private static final String[] SNAPSHOT = {
    "1,1000,50,bid,99.5,2", "1,1000,50,bid,99,4", "1,1000,50,ask,100,3", "1,1000,50,ask,100.5,1"
  };

  private static Reading depth(List<String> snapshot, String... lines) {
    return Reading.of(Formats.named("binance-depth@2"), updates(snapshot, lines), none());
  }

  private static IngestOptions none() {
    return IngestOptions.none();
  }

  private static SourceFile updates(List<String> snapshot, String... lines) {
    return SourceFile.of(
        UPDATES,
        () -> bytes(String.join("\n", lines)),
        beside ->
            beside.equals(UPDATES.replace("updates", "snapshots"))
                ? Optional.of(Reading.file(beside, String.join("\n", snapshot)))
                : Optional.empty());
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Levels as {@code price x size}, best first. */
  private static String show(MarketEvent event) {
    Book book = (Book) event;
    return show(book.bids()) + " | " + show(book.asks());
  }

  private static String show(List<Book.Level> levels) {
    return String.join(" ", levels.stream().map(l -> l.price() + "x" + l.size()).toList());
  }

  @Test
  void changesKeepTheBookThatASnapshotBegan() {
    Reading read =
        depth(
            List.of(SNAPSHOT),
            "2,1001,40,45,39,bid,99.5,9", // all of it is in the snapshot
            "3,1002,48,52,45,bid,99.5,0", // holds the snapshot's last update: the first used
            "3,1002,48,52,45,ask,99.8,7",
            "4,1003,53,53,52,ask,100,0",
            "5,1004,54,56,53,bid,98,1",
            "5,1004,54,56,53,bid,99.6,1.5");
    assertThat(read.verdicts()).containsExactly("BEFORE_SNAPSHOT", "OK", "OK", "OK");
    assertThat(read.events().stream().map(BookFormatsTest::show))
        .containsExactly(
            "99.0x4.0 | 99.8x7.0 100.0x3.0",
            "99.0x4.0 | 99.8x7.0 100.5x1.0",
            "99.6x1.5 99.0x4.0 | 99.8x7.0 100.5x1.0");
    assertThat(read.events().get(0).eventTimeNanos()).isEqualTo(1_002_000_000L);
    assertThat(read.events().get(0).instrument().value()).isEqualTo("BTCUSDT.USDM");
    assertThat(read.rows.stream().map(Ingested::line)).containsExactly(1L, 2L, 4L, 5L);
    assertThat(read.tally.read()).isEqualTo(4);
  }

  @Test
  void afterAGapThereIsNoBookUntilTheNextSnapshot() {
    List<String> snapshots = new ArrayList<>(List.of(SNAPSHOT));
    snapshots.addAll(List.of("1,1009,61,bid,97,5", "1,1009,61,ask,98,6"));
    Reading read =
        depth(
            snapshots,
            "3,1002,48,52,45,bid,99.5,0",
            "4,1003,54,54,53,ask,100,0", // 53 is missing
            "5,1004,55,56,54,bid,98,1", // follows, but on a book that is not known
            "6,1005,57,61,56,bid,97,8", // the second snapshot
            "7,1006,62,62,61,ask,98,0",
            "7,1006,62,62,61,ask,98.5,1",
            "6,1005,57,61,56,bid,97,8", // came again
            "8,1007,63,63,62,bid,96,1");
    assertThat(read.verdicts())
        .containsExactly("OK", "SEQUENCE_GAP", "SEQUENCE_GAP", "OK", "OK", "DUPLICATE_ID", "OK");
    assertThat(show(read.events().get(1))).isEqualTo("97.0x8.0 | 98.0x6.0");
    assertThat(show(read.events().get(3))).isEqualTo("97.0x8.0 96.0x1.0 | 98.5x1.0");
  }

  @Test
  void aMessageWithALineThatCannotBeReadIsNoBasisForOthers() {
    for (String[] bad :
        new String[][] {
          {"4,1003,53,53,52,ask,oops,0", "NOT_A_NUMBER"},
          {"4,1003,53,53,52,ask,-1,0", "NON_POSITIVE_PRICE"},
          {"4,1003,53,53,52,ask,100,NaN", "NON_FINITE"},
          {"4,1003,53,53,52,ask,100,-1", "NEGATIVE_SIZE"},
          {"4,1003,53,53,52,both,100,1", "BAD_SIDE"},
          {"4,1003,53,53,", "BAD_COLUMN_COUNT"},
          {"4,1003,x,53,52,ask,100,0", "NOT_A_NUMBER"},
          {"4,-3,53,53,52,ask,100,0", "BAD_TIME"}
        }) {
      Reading read =
          depth(
              List.of(SNAPSHOT),
              "3,1002,48,52,45,bid,99.5,0",
              "4,1003,53,53,52,ask,100,0",
              bad[0],
              "4,1003,53,53,52,ask,100.5,2",
              "5,1004,54,56,53,bid,98,1");
      assertThat(read.verdicts()).as(bad[0]).containsExactly("OK", bad[1], "SEQUENCE_GAP");
      assertThat(read.rejected(1).line()).isEqualTo(3);
      assertThat(read.rejected(1).raw()).isEqualTo(bad[0]);
    }
  }

  @Test
  void aBookWithoutLevelsIsRejectedAndThoseAfterItAreNot() {
    Reading read =
        depth(
            List.of("1,1000,50,bid,99.5,2"),
            "3,1002,48,52,45,bid,99.5,0",
            "4,1003,53,53,52,ask,100,5");
    assertThat(read.verdicts()).containsExactly("EMPTY_BOOK", "OK");
    assertThat(show(read.events().get(0))).isEqualTo(" | 100.0x5.0");
  }

  @Test
  void changesWithoutASnapshotAreRefusedAsAWhole() {
    Format format = Formats.named("binance-depth");
    assertThatThrownBy(() -> format.open(Reading.file(UPDATES, ""), none()))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("usdm_btcusdt_20240808_depth_snapshots.csv");
    assertThatThrownBy(() -> format.open(updates(List.of("1,1000,50,bid,x,2"), "y"), none()))
        .hasMessageContaining("line 1")
        .hasMessageContaining("must be whole");
    assertThatThrownBy(() -> format.open(Reading.file("depth_snapshots.csv", ""), none()))
        .hasMessageContaining("must be named like usdm_btcusdt_20240808_depth_updates.csv.gz");
  }

  @Test
  void binanceTradesAndQuotesWithIdsThatMustRise() {
    Reading trades =
        Reading.of(
            "binance-trades",
            "usdm_btcusdt_20240808_trades.csv",
            "local_ts_ns,event_ms,trade_ms,trade_id,price,qty,is_buyer_maker",
            "1,1000,999,7,61800.30,0.006,false",
            "1,1000,999,7,61800.30,0.006,false",
            "1,1001,999,8,61800.20,0.5,true",
            "1,1001,999,9,0,0.5,true",
            "1,1001,999,9,61800.20,0.5,yes",
            "1,1000,999,9,61800.20,0.5,true",
            "1,1001,999,x,61800.20,0.5,true",
            "1,1002,999,9,61800.20,0.5,true");
    assertThat(trades.verdicts())
        .containsExactly(
            "OK",
            "DUPLICATE_ID",
            "OK",
            "NON_POSITIVE_PRICE",
            "BAD_SIDE",
            "TIME_RUNS_BACK",
            "NOT_A_NUMBER",
            "OK");
    assertThat(trades.events().stream().map(t -> ((Trade) t).aggressor()))
        .containsExactly(Aggressor.BUY, Aggressor.SELL, Aggressor.SELL);
    Reading quotes =
        Reading.of(
            "binance-book-ticker",
            "spot_ethusdt_20240808_book_ticker.csv",
            "1,1000,7,100.1,1,100.2,2",
            "1,1000,7,100.1,1,100.2,2",
            "1,1000,8,100.3,1,100.2,2",
            "1,1000,9,0,0,100.2,2");
    assertThat(quotes.verdicts()).containsExactly("OK", "DUPLICATE_ID", "OK", "NON_POSITIVE_PRICE");
    assertThat(quotes.events().get(0).instrument().value()).isEqualTo("ETHUSDT.SPOT");
  }

  private static String itch(String type, String direction, String price, String levels) {
    return "1,2,3,34200000000001," // ns since midnight
        + "34200.0,"
        + type
        + ",1,9,,100,,"
        + price
        + ",,163.22,"
        + direction
        + ",14,AAPL,"
        + levels;
  }

  /** Ten levels around a price, in the file's order of columns. */
  private static String ten(double ask, double bid) {
    StringBuilder levels = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      levels.append(i == 0 ? "" : ",");
      levels.append((ask + i) + ",5," + (bid - i) + ",7");
    }
    return levels.toString();
  }

  @Test
  void nasdaqBooksAfterEveryMessageAndItsExecutionsAsTrades() {
    String name = "aapl_20190130_events_l10.csv";
    String few = "101,5,99,7" + ",,,98,6" + ",,,,".repeat(8);
    String hole = "101,5,99,7" + ",,,,".repeat(8) + ",110,5,90,7";
    String[] lines = {
      NasdaqBooks.HEADER,
      itch("A", "1", "163.24", ten(101, 99)),
      itch("E", "1", "163.24", ten(102, 98)),
      itch("C", "-1", "163.24", few),
      itch("D", "-1", "163.24", hole),
      itch("U", "-1", "163.24", ",".repeat(39)),
      itch("Z", "1", "163.24", ten(101, 99)).replace("AAPL", "MSFT"),
      itch("Z", "1", "163.24", ten(101, 99)),
      itch("E", "0", "163.24", ten(100, 100)),
      "1,2"
    };
    Reading books = Reading.of("nasdaq-itch-l10", name, lines);
    assertThat(books.verdicts())
        .containsExactly(
            "OK",
            "OK",
            "OK",
            "BAD_BOOK",
            "EMPTY_BOOK",
            "UNKNOWN_INSTRUMENT",
            "OK",
            "OK",
            "BAD_COLUMN_COUNT");
    assertThat(((Book) books.events().get(0)).bids()).hasSize(10);
    assertThat(show(books.events().get(2))).isEqualTo("99.0x7.0 98.0x6.0 | 101.0x5.0");
    Reading trades = Reading.of("nasdaq-itch-executions", name, lines);
    assertThat(trades.verdicts())
        .containsExactly(
            "OK", "OK", "UNKNOWN_INSTRUMENT", "UNKNOWN_TYPE", "BAD_SIDE", "BAD_COLUMN_COUNT");
    assertThat(trades.tally.others()).isEqualTo(3);
    Trade own = (Trade) trades.events().get(0);
    Trade stated = (Trade) trades.events().get(1);
    assertThat(List.of(own.price(), own.size(), own.aggressor()))
        .containsExactly(163.24, 100.0, Aggressor.SELL);
    assertThat(List.of(stated.price(), stated.size(), stated.aggressor()))
        .containsExactly(163.22, 100.0, Aggressor.BUY);
  }

  @Test
  void aFormatOfBooksTakesANumberOfLevels() {
    assertThat(Formats.named("binance-depth@25").name()).isEqualTo("binance-depth@25");
    assertThat(Formats.named("binance-depth1000@10").name()).isEqualTo("binance-depth1000");
    assertThat(Formats.named("binance-depth1000@5").identity())
        .isNotEqualTo(Formats.named("binance-depth1000").identity());
    assertThatThrownBy(() -> Formats.named("fx-quotes@5")).hasMessageContaining("formats of books");
    assertThatThrownBy(() -> Formats.named("nasdaq-itch-l10@11")).hasMessageContaining("10 levels");
    assertThatThrownBy(() -> Formats.named("binance-depth@0")).hasMessageContaining("1 to 1000");
  }

  private static final String MAPPING =
      """
      kind: book
      instrument: X
      columns:
        time: t
        bid-prices: "b{1..2}"
        bid-sizes: [bs1, bs2]
        ask-prices: "a{1..2}"
        ask-sizes: "as{1..2}"
      time: {unit: ms}
      crossed: %s
      """;

  @Test
  void aMappingDeclaresLevelsByColumns() {
    String[] lines = {
      "t,b1,bs1,b2,bs2,a1,as1,a2,as2",
      "1582329600000,99,1,98,2,101,3,102,4",
      "1582329600000,99,1,,,,,,",
      "1582329600000,,,,,,,,",
      "1582329600000,99,1,99,2,101,3,102,4",
      "1582329600000,99,1,98,2,101,3,100,4",
      "1582329600000,,,98,2,101,3,102,4",
      "1582329600000,99,,98,2,101,3,102,4",
      "1582329600000,99,1,98,2,101,3,NaN,4",
      "1582329600000,102,1,98,2,101,0,102,4",
      "1582329600000,101,1,98,2,101,0,102,4"
    };
    Reading read = Reading.mapped(MAPPING.formatted("reject"), "my.csv", lines);
    assertThat(read.verdicts())
        .containsExactly(
            "OK",
            "OK",
            "EMPTY_BOOK",
            "BAD_BOOK",
            "BAD_BOOK",
            "BAD_BOOK",
            "NOT_A_NUMBER",
            "NON_FINITE",
            "CROSSED_QUOTE",
            "OK");
    assertThat(show(read.events().get(0))).isEqualTo("99.0x1.0 98.0x2.0 | 101.0x3.0 102.0x4.0");
    assertThat(show(read.events().get(1))).isEqualTo("99.0x1.0 | ");
    assertThat(ArchiveOffset.rank(read.events().get(2).offset())).isEqualTo(2);
    assertThat(Reading.mapped(MAPPING.formatted("accept"), "my.csv", lines).verdicts().get(8))
        .isEqualTo("OK");
  }

  @Test
  void aMappingReadsListsOfPairs() {
    Reading read =
        Reading.mapped(
            """
            kind: book
            instrument: X
            columns:
              time: E
              bid-prices: "b.{0..2}.0"
              bid-sizes: "b.{0..2}.1"
              ask-prices: "a.{0..2}.0"
              ask-sizes: "a.{0..2}.1"
            time: {unit: ms}
            """,
            "my.jsonl",
            "{\"E\":1582329600000,\"b\":[[\"9.5\",\"2\"],[\"9.4\",\"1\"]],\"a\":[[\"9.6\",\"3\"]]}",
            "{\"E\":1582329600000,\"b\":[],\"a\":[]}");
    assertThat(read.verdicts()).containsExactly("OK", "EMPTY_BOOK");
    assertThat(show(read.events().get(0))).isEqualTo("9.5x2.0 9.4x1.0 | 9.6x3.0");
  }

  @Test
  void aMappingOfBooksThatDoesNotHoldTogetherIsRefused() {
    assertThatThrownBy(
            () ->
                Reading.mapped(MAPPING.formatted("accept").replace("\"b{1..2}\"", "b1"), "my.csv"))
        .hasMessageContaining("bid-prices names 1 levels and bid-sizes 2");
    assertThatThrownBy(
            () ->
                Reading.mapped(MAPPING.formatted("accept").replace("b{1..2}", "b{2..1}"), "my.csv"))
        .hasMessageContaining("names 0 levels");
    assertThatThrownBy(
            () ->
                Reading.mapped(
                    MAPPING.formatted("accept").replace("b{1..2}", "b{0..1000}"), "my.csv"))
        .hasMessageContaining("1 to 1000");
  }
}
