package org.tidemark.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.Fingerprint;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** What files become in the tables: nothing lost, nothing twice, whatever happens in between. */
class IngestJobIT {
  private static final String CANDLES = "timestamp_ms,open,close,high,low,volume";
  private static final String TRADES =
      "time_ms,price_x10000,size,exchange,sale_condition,suspicious";
  private static final List<Table> WRITTEN =
      List.of(Tables.BARS, Tables.TRADES, Tables.QUOTES, Tables.REJECTED_EVENTS, Tables.INGESTS);

  @TempDir Path folder;
  private TableStore store;

  @BeforeEach
  void openLake() {
    store = new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
  }

  private String file(String name, String... lines) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, String.join("\n", lines) + "\n").toString();
  }

  private IngestJob.Summary ingest(String format, String... files) {
    return new IngestJob().run(store, IngestArgs.of(format, "", List.of(files)));
  }

  /** Count and hash of every table, without the version that an account names. */
  private Map<String, Fingerprint> content() {
    Map<String, Fingerprint> content = new TreeMap<>();
    for (Table table : WRITTEN) {
      content.put(table.qualifiedName(), Fingerprint.of(store.read(table).drop("target_version")));
    }
    return content;
  }

  private static String candle(int minute) {
    return (1_420_070_400_000L + 60_000L * minute) + ",3,4,5,2,1." + minute;
  }

  private static String[] candles(int from, int to) {
    List<String> lines = new ArrayList<>(List.of(CANDLES));
    for (int minute = from; minute < to; minute++) {
      lines.add(candle(minute));
    }
    return lines.toArray(String[]::new);
  }

  private static void assertBalanced(IngestJob.Summary summary) {
    assertThat(summary.accepted() + summary.rejected()).isEqualTo(summary.read());
    assertThat(summary.reasons().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(summary.rejected());
  }

  /** Holds every account in {@code market.ingests} against the rows in the tables. */
  private void assertAccounted() {
    for (Row account : store.read(Tables.INGESTS).collectAsList()) {
      String source = account.getAs("source_id");
      String target = account.getAs("target");
      long stored =
          target.isEmpty()
              ? 0
              : store
                  .read(Tables.named(target).orElseThrow())
                  .where("source_id = '" + source + "'")
                  .count();
      long rejected =
          store.read(Tables.REJECTED_EVENTS).where("source_id = '" + source + "'").count();
      assertThat(stored).isEqualTo(account.<Long>getAs("rows_new"));
      assertThat(rejected).isEqualTo(account.<Long>getAs("rows_rejected"));
      assertThat(account.<Long>getAs("rows_accepted") + rejected)
          .isEqualTo(account.<Long>getAs("rows_read"));
    }
  }

  @Test
  void everyBadRowIsKeptWithItsReasonLineAndText() throws IOException {
    List<String> bad =
        List.of(
            "1420070460000,3,4,5,2",
            "1420070460001,3,4,5,2,1",
            "1420070460000,x,4,5,2,1",
            "1420070460000,NaN,4,5,2,1",
            "1420070460000,0,4,5,2,1",
            "1420070460000,3,4,5,2,-1",
            "1420070460000,3,6,5,2,1",
            "1420070460000,3,4,5,2,0.1234567890123456789",
            "1420070460000,3,4,5,2,1e20",
            candle(0),
            "1420070340000,3,4,5,2,1",
            "\"quoted\",3,4,5,2,1",
            "ünïcödé,\t'; drop table x; --");
    List<String> lines = new ArrayList<>(List.of(CANDLES, candle(0)));
    lines.addAll(bad);
    lines.add(candle(2));
    String name = file("BTCUSD_2015.csv", lines.toArray(String[]::new));

    IngestJob.Summary summary = ingest("bitfinex-candles", name);

    assertThat(summary.read()).isEqualTo(15);
    assertThat(summary.accepted()).isEqualTo(2);
    assertThat(summary.added()).isEqualTo(2);
    assertThat(summary.rejected()).isEqualTo(13);
    assertBalanced(summary);
    assertAccounted();
    List<Row> rejected = store.read(Tables.REJECTED_EVENTS).orderBy("source_line").collectAsList();
    List<String> reasons = rejected.stream().map(r -> r.<String>getAs("reason")).toList();
    assertThat(reasons)
        .containsExactly(
            "BAD_COLUMN_COUNT",
            "BAD_TIME",
            "NOT_A_NUMBER",
            "NON_FINITE",
            "NON_POSITIVE_PRICE",
            "NEGATIVE_SIZE",
            "OHLC_VIOLATION",
            "TOO_PRECISE",
            "TOO_LARGE",
            "DUPLICATE_BAR",
            "TIME_RUNS_BACK",
            "BAD_TIME",
            "BAD_COLUMN_COUNT");
    for (int i = 0; i < bad.size(); i++) {
      assertThat(rejected.get(i).<String>getAs("raw")).isEqualTo(bad.get(i));
      assertThat(rejected.get(i).<Long>getAs("source_line")).isEqualTo(i + 3);
      assertThat(rejected.get(i).<String>getAs("source")).isEqualTo("BTCUSD_2015.csv");
    }
  }

  @Test
  void aFileThatIsNothingButBadRowsIsAccountedForOnce() throws IOException {
    String name = file("BTCUSD_2015.csv", CANDLES, "x", "y");
    String empty = file("ETHUSD_2015.csv", CANDLES);
    IngestJob.Summary first = ingest("bitfinex-candles", name, empty);
    assertThat(first.read()).isEqualTo(2);
    assertBalanced(first);
    Map<String, Fingerprint> before = content();
    assertThat(ingest("bitfinex-candles", name, empty).known()).isEqualTo(2);
    assertThat(content()).isEqualTo(before);
    assertThat(store.read(Tables.INGESTS).count()).isEqualTo(2);
    assertAccounted();
  }

  @Test
  void ingestingAgainAddsNothingAndCommitsNothing() throws IOException {
    String name = file("BTCUSD_2015.csv", candles(0, 50));
    String copy = file("copy.csv", candles(0, 50));
    Path renamed = Files.createDirectory(folder.resolve("other")).resolve("BTCUSD_2015.csv");
    Files.copy(Path.of(copy), renamed);
    IngestJob.Summary first = ingest("bitfinex-candles", name, name, renamed.toString());
    assertThat(first.files()).isEqualTo(3);
    assertThat(first.known()).isEqualTo(2);
    assertThat(first.added()).isEqualTo(50);
    assertThat(store.read(Tables.BARS).count()).isEqualTo(50);
    Map<String, Fingerprint> before = content();
    long[] versions = WRITTEN.stream().mapToLong(store::version).toArray();
    IngestJob.Summary second = ingest("bitfinex-candles", name);
    assertThat(second.added()).isZero();
    assertThat(second.known()).isEqualTo(1);
    assertThat(content()).isEqualTo(before);
    assertThat(WRITTEN.stream().mapToLong(store::version).toArray()).isEqualTo(versions);
    assertAccounted();
  }

  @Test
  void equalBytesOfAnotherInstrumentOrDayAreAnotherSource() throws IOException {
    String btc = file("BTCUSD_2015.csv", candles(0, 5));
    String eth = file("ETHUSD_2015.csv", candles(0, 5));
    ingest("bitfinex-candles", btc);
    IngestJob.Summary second = ingest("bitfinex-candles", eth);
    assertThat(second.known()).isZero();
    assertThat(second.added()).isEqualTo(5);
    String monday = file("ibm_20131007_trade.csv", TRADES, "40000000,1850000,100,T,0,0");
    String tuesday = file("ibm_20131008_trade.csv", TRADES, "40000000,1850000,100,T,0,0");
    assertThat(ingest("lean-equity-trades", monday, tuesday).added()).isEqualTo(2);
    assertThat(store.read(Tables.TRADES).select("event_time").distinct().count()).isEqualTo(2);
    assertAccounted();
  }

  @Test
  void aDamagedFileWritesNothingAtAll() throws IOException {
    String good = file("ETHUSD_2015.csv", candles(0, 5));
    Path cut = folder.resolve("BTCUSD_2015.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
      out.write(String.join("\n", candles(0, 20_000)).getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> ingest("bitfinex-candles", good, cut.toString()))
        .hasStackTraceContaining("BTCUSD_2015.csv.gz cannot be read beyond line")
        .hasStackTraceContaining("cut off or damaged");
    content().values().forEach(f -> assertThat(f.rows()).isZero());
    Files.write(cut, bytes);
    assertThat(ingest("bitfinex-candles", good, cut.toString()).added()).isEqualTo(20_005);
  }

  @Test
  void equalPrintsAreSeparateTradesAndOverlappingTickFilesAreRefused() throws IOException {
    String print = "40000000,1850000,100,T,0,0";
    String whole =
        file("ibm_20131007_trade.csv", TRADES, print, print, print, "40000005,1850100,7,T,0,0");
    assertThat(ingest("lean-equity-trades", whole).added()).isEqualTo(4);
    assertThat(store.read(Tables.TRADES).select("price", "event_time").distinct().count())
        .isEqualTo(2);
    assertThat(store.read(Tables.TRADES).select("offset").distinct().count()).isEqualTo(4);
    Map<String, Fingerprint> before = content();
    String part = file("part/ibm_20131007_trade.csv", TRADES, print);
    assertThatThrownBy(() -> ingest("lean-equity-trades", part))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("part/ibm_20131007_trade.csv")
        .hasMessageContaining("covers a stretch of IBM")
        .hasMessageContaining("one file");
    assertThat(content()).isEqualTo(before);
    String later = file("a/ibm_20131008_trade.csv", TRADES, print);
    String same = file("b/ibm_20131008_trade.csv", TRADES, print, print);
    assertThatThrownBy(() -> ingest("lean-equity-trades", later, same))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("covers a stretch of IBM");
    assertThat(content()).isEqualTo(before);
  }

  @Test
  void barsThatOverlapAddOnlyWhatIsNew() throws IOException {
    String first = file("BTCUSD_a.csv", candles(0, 30));
    String second = file("BTCUSD_b.csv", candles(20, 50));
    String third = file("BTCUSD_c.csv", candles(40, 60));
    assertThat(ingest("bitfinex-candles", first).added()).isEqualTo(30);
    // The two new ones overlap the first and each other, in one call.
    assertThat(ingest("bitfinex-candles", second, third).added()).isEqualTo(30);
    assertThat(store.read(Tables.BARS).count()).isEqualTo(60);
    assertThat(store.read(Tables.BARS).select("open_time_nanos").distinct().count()).isEqualTo(60);
    assertAccounted();
  }

  /** Undoes the commits that a run made last, as if it had died before them. */
  private void forget(Table table) {
    DeltaTable.forPath(store.spark(), store.lake().location(table)).delete();
    assertThat(store.read(table).count()).isZero();
  }

  @Test
  @Tag("slow")
  void aRunThatDiedBeforeItsAccountIsFinishedWithoutARowTwice() throws IOException {
    String[] bars = {
      file("BTCUSD_a.csv", candles(0, 30)), file("BTCUSD_b.csv", candles(20, 50)),
    };
    String ticks =
        file("ibm_20131007_trade.csv", TRADES, "40000000,1850000,100,T,0,0", "40000000,0,1,T,0,0");
    ingest("bitfinex-candles", bars);
    ingest("lean-equity-trades", ticks);
    Map<String, Fingerprint> before = content();
    forget(Tables.INGESTS);
    IngestJob.Summary again = ingest("bitfinex-candles", bars);
    assertThat(again.known()).isZero();
    ingest("lean-equity-trades", ticks);
    assertThat(content()).isEqualTo(before);
    // The same when only the rejected rows were missing still.
    forget(Tables.INGESTS);
    forget(Tables.REJECTED_EVENTS);
    ingest("bitfinex-candles", bars);
    ingest("lean-equity-trades", ticks);
    assertThat(content()).isEqualTo(before);
    assertAccounted();
  }

  @Tag("slow")
  @Test
  void aFileOfTwoKindsFillsBothTablesOnceWhateverDied() throws IOException {
    String mixed =
        file(
            "feed.jsonl",
            "{\"type\":\"trade\",\"instrument\":\"A\",\"offset\":1,\"eventTimeNanos\":5,\"price\":1,\"size\":1,\"aggressor\":\"BUY\"}",
            "{\"type\":\"quote\",\"instrument\":\"A\",\"offset\":2,\"eventTimeNanos\":6,\"bid\":1,\"bidSize\":2,\"askSize\":0}",
            "no line of the format");
    IngestJob.Summary first = ingest("wire", mixed);
    assertThat(first.added()).isEqualTo(2);
    assertThat(first.rejected()).isEqualTo(1);
    assertBalanced(first);
    assertThat(store.read(Tables.INGESTS).count()).isEqualTo(2);
    Map<String, Fingerprint> before = content();
    assertThat(ingest("wire", mixed).known()).isEqualTo(1);
    // As if the run had died after the first of the two tables.
    forget(Tables.INGESTS);
    forget(Tables.QUOTES);
    assertThat(ingest("wire", mixed).known()).isZero();
    assertThat(content()).isEqualTo(before);
  }

  @Tag("slow")
  @Test
  void anotherWayOfReadingTheSameBytesIsAnotherSource() throws IOException {
    String bars = file("BTCUSD_2015.csv", candles(0, 5));
    String mapping =
        file(
            "candles.yaml",
            """
            kind: bar
            instrument: BTCUSD
            columns: {time: timestamp_ms, open: open, high: high, low: low, close: close}
            time: {unit: ms, means: open}
            bar-length: 1m
            """);
    assertThat(ingest("bitfinex-candles", bars).added()).isEqualTo(5);
    // Another format, then the mapping edited in place: not known, and no bar twice.
    IngestJob.Summary mapped = ingest(mapping, bars);
    assertThat(List.of(mapped.known(), (int) mapped.added())).containsExactly(0, 0);
    Files.writeString(Path.of(mapping), "size-scale: 10\n", StandardOpenOption.APPEND);
    assertThat(ingest(mapping, bars).known()).isZero();
    assertThat(ingest(mapping, bars).known()).isEqualTo(1);
    Files.writeString(
        Path.of(mapping), Files.readString(Path.of(mapping)).replace("BTCUSD", "BTC"));
    assertThat(ingest(mapping, bars).added()).isEqualTo(5);
    assertThat(store.read(Tables.BARS).count()).isEqualTo(10);
    assertThat(store.read(Tables.INGESTS).count()).isEqualTo(4);
    // Ticks have no key: a second way of reading them is an overlap, and said so.
    String other =
        file(
            "ticks.yaml",
            """
            kind: trade
            instrument: IBM
            columns: {time: at, price: price_x10000, size: size}
            time: {unit: ms}
            """);
    String epoch = file("epoch.csv", TRADES.replace("time_ms", "at"), "1381162000000,1,1,T,0,0");
    ingest(other, epoch);
    Files.writeString(Path.of(other), "price-scale: 10000\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> ingest(other, epoch)).hasMessageContaining("covers a stretch of IBM");
  }

  @Test
  void aCommitWritesTheBarsThatAreNewAndNoOthers() throws IOException {
    ingest("bitfinex-candles", file("BTCUSD_a.csv", candles(0, 30)));
    ingest("bitfinex-candles", file("ETHUSD_a.csv", candles(0, 30)));
    ingest("bitfinex-candles", file("BTCUSD_b.csv", candles(30, 40)));
    ingest("bitfinex-candles", file("BTCUSD_c.csv", candles(35, 50)));
    assertThat(
            DeltaTable.forPath(store.spark(), store.lake().location(Tables.BARS))
                .history()
                .orderBy("version")
                .where("operation <> 'CREATE TABLE'")
                .selectExpr("concat(operation, ' ', operationMetrics['numOutputRows'])")
                .collectAsList()
                .stream()
                .map(r -> r.getString(0)))
        .containsExactly("WRITE 30", "WRITE 30", "WRITE 10", "WRITE 10");
    assertThat(store.read(Tables.BARS).count()).isEqualTo(80);
    assertAccounted();
  }
}
