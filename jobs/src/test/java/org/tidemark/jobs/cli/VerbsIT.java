package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;

/** The verbs that work on a lake, through the command line, on one small lake for all tests. */
class VerbsIT {
  private static final long START = 1_700_006_400_000_000_000L; // 2023-11-15T00:00:00Z
  private static final long SECOND = 1_000_000_000L;
  private static final String MAPPING =
      """
      kind: trade
      instrument: {column: sym, names: {BTCUSDT: BTCUSDT.%1$s, ETHUSDT: ETHUSDT.%1$s}}
      columns: {time: at, price: px, size: qty, aggressor: side}
      time: {unit: %2$s}
      """;

  @TempDir static Path folder;
  private static String lake;
  private static TableStore store;
  private static final List<String> FEED = new ArrayList<>();

  @BeforeAll
  static void fill() throws IOException {
    store = new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    lake = folder.resolve("lake").toString();
    ingestTrades("CSV", "us", "trades.csv");
    ingestTrades("CSVGZ", "us", gzip("trades.csv"));
    ingestTrades("JSON", "us", "trades.json");
    ingestTrades("JSONGZ", "us", gzip("trades.json"));
    ingestTrades("PARQUET", "us", "trades.parquet");
    ingestTrades("STAMPED", "ns", "stamped.parquet");
    ingestFeed();
  }

  private static Path golden(String name) {
    return Prerequisite.home().resolve("jobs/src/test/resources/golden/ingest").resolve(name);
  }

  private static String gzip(String name) throws IOException {
    Path packed = folder.resolve(name + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(golden(name), out);
    }
    return packed.toString();
  }

  private static void ingestTrades(String suffix, String unit, String file) throws IOException {
    Path mapping = folder.resolve(suffix + ".yaml");
    Files.writeString(mapping, MAPPING.formatted(suffix, unit));
    Cli run = Cli.run("ingest", "--lake", lake, "--format", mapping.toString(), golden(file) + "");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("1 files (0 known): 200 read = 194 accepted + 6 rejected; 194 new rows")
        .contains("1 BAD_SIDE");
  }

  private static String quote(int second, String sides) {
    return "{\"type\":\"quote\",\"instrument\":\"Q\",\"offset\":%d,\"eventTimeNanos\":%d,%s}"
        .formatted(100 + 2 * second, START + second * SECOND, sides);
  }

  private static String trade(int second) {
    return ("{\"type\":\"trade\",\"instrument\":\"Q\",\"offset\":%d,\"eventTimeNanos\":%d,"
            + "\"price\":10.0,\"size\":1.0,\"aggressor\":\"BUY\"}")
        .formatted(101 + 2 * second, START + second * SECOND);
  }

  private static String bar(int minute) {
    return ("{\"type\":\"bar\",\"instrument\":\"B\",\"offset\":%d,\"eventTimeNanos\":%d,"
            + "\"openTimeNanos\":%d,\"open\":5.0,\"high\":6.0,\"low\":4.0,\"close\":5.0,"
            + "\"volume\":1.0}")
        .formatted(minute, START + (minute + 1) * 60 * SECOND, START + minute * 60 * SECOND);
  }

  /** One file of all kinds: ten quotes, two trades, eight bars of ten minutes, one bad line. */
  private static void ingestFeed() throws IOException {
    String normal = "\"bid\":\"9.9\",\"bidSize\":\"1\",\"ask\":\"10.1\",\"askSize\":\"1\"";
    for (int second = 0; second < 9; second++) {
      FEED.add(
          quote(
              second,
              switch (second) {
                case 1 -> "\"bid\":\"10.2\",\"bidSize\":\"1\",\"ask\":\"10.1\",\"askSize\":\"1\"";
                case 2 -> "\"bid\":\"10.1\",\"bidSize\":\"1\",\"ask\":\"10.1\",\"askSize\":\"1\"";
                case 3 -> "\"bid\":\"9.9\",\"bidSize\":\"1\",\"askSize\":\"0\"";
                case 4 -> "\"bidSize\":\"0\",\"ask\":\"10.1\",\"askSize\":\"1\"";
                default -> normal;
              }));
      if (second % 8 == 0) {
        FEED.add(trade(second));
      }
    }
    FEED.add(quote(8 + 7_200, normal));
    for (int minute = 0; minute < 10; minute++) {
      if (minute != 4 && minute != 5) {
        FEED.add(bar(minute));
      }
    }
    FEED.add("{\"type\":\"trade\"}");
    Path file = Files.write(folder.resolve("feed.jsonl"), FEED);
    Cli run = Cli.run("ingest", "--lake", lake, "--format", "wire", file.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("21 read = 20 accepted + 1 rejected; 20 new rows");
  }

  private static List<String> lines(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(row -> row.mkString(",")).toList();
  }

  @Test
  void theSameTradesComeOutOfEveryContainer() throws IOException {
    List<String> expected = Files.readAllLines(golden("golden.csv"));
    for (String suffix : List.of("CSV", "CSVGZ", "JSON", "JSONGZ", "PARQUET", "STAMPED")) {
      assertThat(
              lines(
                  store
                      .read(Tables.TRADES)
                      .where("instrument like '%." + suffix + "'")
                      .orderBy("source_line")
                      .selectExpr(
                          "split(instrument, '[.]')[0]",
                          "event_time_nanos",
                          "offset",
                          "price",
                          "size",
                          "aggressor")))
          .as(suffix)
          .isEqualTo(expected);
    }
  }

  @Test
  void rejectedRowsOfEveryContainerKeepFilePositionAndText() throws IOException {
    List<String> expected = Files.readAllLines(golden("golden_rejected.csv"));
    for (String file :
        List.of("trades.csv", "trades.csv.gz", "trades.json", "trades.json.gz", "trades.parquet")) {
      int header = file.contains("csv") ? 1 : 0;
      Dataset<Row> rejected =
          store
              .read(Tables.REJECTED_EVENTS)
              .where("source = '" + file + "'")
              .orderBy("source_line");
      assertThat(lines(rejected.selectExpr("source_line - " + header, "reason")))
          .as(file)
          .isEqualTo(expected);
      assertThat(rejected.where("reason = 'BAD_SIDE' and raw like '%lift%'").count()).isEqualTo(1);
    }
    List<String> raw =
        lines(
            store
                .read(Tables.REJECTED_EVENTS)
                .where("source = 'trades.parquet' and reason = 'NOT_A_NUMBER'")
                .select("raw"));
    assertThat(raw).hasSize(1);
    assertThat(raw.get(0)).startsWith("{\"at\":17000000").contains("\"px\":null");
  }

  @Test
  void aFileOfSeveralKindsHasOneAccountPerTable() {
    assertThat(
            lines(
                store
                    .read(Tables.INGESTS)
                    .where("source = 'feed.jsonl'")
                    .orderBy("target")
                    .select(
                        "target",
                        "instruments",
                        "rows_read",
                        "rows_accepted",
                        "rows_rejected",
                        "rows_new")))
        .containsExactly(
            "market.bars,B,9,8,1,8", "market.quotes,Q,10,10,0,10", "market.trades,Q,2,2,0,2");
    Cli again =
        Cli.run("ingest", "--lake", lake, "--format", "wire", folder.resolve("feed.jsonl") + "");
    assertThat(again.out())
        .contains("1 files (1 known): 21 read = 20 accepted + 1 rejected; 0 new rows");
  }

  @Test
  void qualityFindsOddQuotesGapsAndMissingMinutes() {
    Cli run = Cli.run("quality", "--lake", lake, "--as-of", "2023-11-17");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(
            lines(
                store
                    .read(Tables.DATA_QUALITY_LOGS)
                    .where("instrument in ('Q', 'B')")
                    .orderBy("rule", "instrument")
                    .selectExpr("rule", "instrument", "severity", "round(value, 6)", "detail")))
        .containsExactly(
            "crossed_quotes,Q,warning,0.1,1 of 10 quotes have a bid above the ask",
            "gap,Q,info,7200.0,no quotes for 2.0 hours",
            "locked_quotes,Q,info,0.1,1 of 10 quotes have a bid equal to the ask",
            "missing_bars,B,warning,0.2,8 of 10 bars present on a continuous calendar",
            "one_sided_quotes,Q,warning,0.2,2 of 10 quotes lack the bid or the ask");
    assertThat(
            lines(
                store
                    .read(Tables.DATA_QUALITY_LOGS)
                    .where("rule = 'rejected_rows' and detail like '%feed.jsonl%'")
                    .select("instrument", "detail")))
        .containsExactly("B,Q,1 of 21 rows of feed.jsonl rejected; see market.rejected_events");
  }

  @Test
  void replayWritesTheRecordedEventsToAFolder() throws IOException {
    Path feed = folder.resolve("replayed");
    Cli run =
        Cli.run(
            "replay",
            "--lake",
            lake,
            "--source",
            "market.quotes",
            "--to",
            feed + "",
            "--speed",
            "0");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("10 ticks of market.quotes sent to");
    assertThat(linesOf(feed))
        .isEqualTo(FEED.stream().filter(line -> line.contains("\"quote\"")).toList());
    Cli wrong = Cli.run("replay", "--lake", lake, "--source", "market.runs", "--to", feed + "");
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("market.trades, market.quotes, market.books or market.bars");
  }

  private static List<String> linesOf(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder).sorted()) {
      for (Path file : (Iterable<Path>) files::iterator) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  @Test
  void replayOfSeveralTablesKeepsTheOrderOfTheLog() throws IOException {
    String other = folder.resolve("booked") + "";
    Path mixed = folder.resolve("mixed.jsonl");
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String head =
          "\"instrument\":\"M\",\"offset\":%d,\"eventTimeNanos\":%d,"
              .formatted(i, START + (i % 4 == 3 ? i - 2 : i) * SECOND); // some step back
      log.add(
          i % 3 == 0
              ? "{\"type\":\"trade\","
                  + head
                  + "\"price\":\"10\",\"size\":\"1\",\"aggressor\":\"BUY\"}"
              : "{\"type\":\"book\"," + head + "\"bids\":\"9.5x1 9x2\",\"asks\":\"10.5x3\"}");
    }
    Files.write(mixed, log);
    assertThat(Cli.run("ingest", "--lake", other, "--format", "wire", mixed + "").code()).isZero();
    Path feed = folder.resolve("mixed");
    Cli run =
        Cli.run(
            "replay",
            "--lake",
            other,
            "--source",
            "market.trades",
            "--source",
            "market.books",
            "--to",
            feed + "",
            "--speed",
            "0");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("12 ticks of market.trades, market.books sent to");
    assertThat(linesOf(feed)).isEqualTo(log);
  }

  @Test
  void doctorCountsTheRowsOfALake() {
    Cli doctor = Cli.run("doctor", "--lake", lake);
    assertThat(doctor.out())
        .containsPattern("market.quotes +version \\d+, 10 rows")
        .containsPattern("market.bars +version \\d+, 8 rows");
    Cli empty = Cli.run("doctor", "--lake", folder.resolve("none").toString());
    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.out()).contains("no table yet: begin with 'tidemark ingest'");
  }

  @Test
  void modelsAreListedAndShown() {
    Date day = Date.valueOf("2023-11-17");
    store.append(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(
                RowFactory.create(
                    "direction",
                    "v1",
                    "champion",
                    "PRODUCTION",
                    "c",
                    "f",
                    "xgboost",
                    "binary",
                    "up15",
                    "bars40",
                    "h",
                    "0123456789abcdef",
                    7L,
                    "p",
                    "",
                    "score",
                    day,
                    "run",
                    "first model"))));
    store.append(
        Tables.CERTIFICATES,
        store.rows(
            Tables.CERTIFICATES,
            List.of(
                RowFactory.create(
                    "direction", "v1", "onnx-parity", "run", "s", 5L, 0L, 0.0, 1e-6, true, "d"))));
    Cli list = Cli.run("models", "list", "--lake", lake);
    assertThat(list.code()).as(list.err()).isZero();
    assertThat(list.out()).contains("direction").contains("champion").contains("0123456789ab");
    Cli show = Cli.run("models", "show", "--lake", lake, "v1");
    assertThat(show.code()).as(show.err()).isZero();
    assertThat(show.out())
        .containsPattern("learner +xgboost")
        .contains("onnx-parity: holds, 5 rows, 0 mismatches");
    Cli none = Cli.run("models", "show", "--lake", lake, "v2");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no model version 'v2'").contains("tidemark models list");
  }

  @Test
  void parquetWithoutAMappingAndWithAMissingColumnSaysWhatToDo() throws IOException {
    String parquet = golden("trades.parquet").toString();
    Cli bare = Cli.run("ingest", "--lake", lake, "--format", "wire", parquet);
    assertThat(bare.code()).isEqualTo(1);
    assertThat(bare.err()).contains("is Parquet").contains("mapping");
    Path mapping =
        Files.writeString(
            folder.resolve("wrong.yaml"), MAPPING.formatted("X", "us").replace("px", "price"));
    Cli wrong = Cli.run("ingest", "--lake", lake, "--format", mapping.toString(), parquet);
    assertThat(wrong.code()).isEqualTo(1);
    assertThat(wrong.err()).contains("has no column 'price'").contains("[at, px, qty, side, sym]");
  }
}
