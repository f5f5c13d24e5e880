package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.ingest.Accepted;
import org.tidemark.lakehouse.ingest.Formats;
import org.tidemark.lakehouse.ingest.IngestException;
import org.tidemark.lakehouse.ingest.IngestOptions;
import org.tidemark.lakehouse.ingest.IngestReader;
import org.tidemark.lakehouse.ingest.Ingested;
import org.tidemark.lakehouse.ingest.MappedFormat;
import org.tidemark.lakehouse.ingest.Rejected;
import org.tidemark.lakehouse.ingest.SourceFile;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;

/** Parquet rows reach the mapping in file order, with exact numbers and times. */
class MappedParquetIT {
  private static List<Ingested> read(SparkSession spark, String file, MappedFormat format)
      throws IOException {
    List<Ingested> rows = new ArrayList<>();
    try (IngestReader reader =
        MappedParquet.reader(
            file,
            MappedParquet.rows(spark, file, format).toLocalIterator(),
            format,
            IngestOptions.none())) {
      reader.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void realTradesFromParquetEqualTheSameTradesFromCsv(@TempDir Path folder) throws IOException {
    String csv =
        Prerequisite.data()
            .resolve("crypto-trades/binance-futures_BTCUSDT_20200222_trades.csv.gz")
            .toString();
    MappedFormat format =
        new MappedFormat(
            "t.yaml",
            """
            kind: trade
            instrument: {column: symbol}
            columns: {time: timestamp, price: price, size: amount, aggressor: side}
            time: {unit: us}
            order: unsorted
            """);
    SparkSession spark = TestSpark.session();
    spark
        .read()
        .option("header", "true")
        .option("inferSchema", "true")
        .csv(csv)
        .coalesce(1)
        .write()
        // Small row groups, so that Spark has pieces of the file to read out of order.
        .option("parquet.block.size", "65536")
        .parquet(folder.resolve("t").toString());
    String parquet;
    try (Stream<Path> files = Files.list(folder.resolve("t"))) {
      parquet = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().get().toString();
    }
    List<MarketEvent> expected = new ArrayList<>();
    try (IngestReader reader = format.open(SourceFile.of(Path.of(csv)), IngestOptions.none())) {
      reader.forEachRemaining(row -> expected.add(((Accepted) row).event()));
    }
    List<MarketEvent> found =
        read(spark, parquet, format).stream().map(row -> ((Accepted) row).event()).toList();
    assertThat(found).isEqualTo(expected).hasSize(9_999);
  }

  /** As a pattern the name of the one file fits the other alone. */
  @Test
  void aNameWithABracketIsNoPattern(@TempDir Path folder) throws IOException {
    SparkSession spark = TestSpark.session();
    MappedFormat format =
        new MappedFormat(
            "t.yaml",
            """
            kind: trade
            instrument: {column: sym}
            columns: {time: at, price: px, size: qty}
            time: {unit: ns}
            """);
    for (String name : List.of("feed[1].parquet", "feed1.parquet")) {
      Path written = folder.resolve("of " + name.length());
      spark
          .sql(
              "select 1700000000000000000L as at, 'X' as sym, cast(%d as double) as px, 1D as qty"
                  .formatted(name.length()))
          .coalesce(1)
          .write()
          .parquet(written.toString());
      try (Stream<Path> files = Files.list(written)) {
        Files.move(
            files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow(),
            folder.resolve(name));
      }
    }
    List<Ingested> rows = read(spark, folder.resolve("feed[1].parquet").toString(), format);
    assertThat(rows).hasSize(1);
    assertThat(((Trade) ((Accepted) rows.get(0)).event()).price()).isEqualTo(15);
  }

  @Test
  void typedColumnsNullsAndBadRows(@TempDir Path folder) throws IOException {
    SparkSession spark = TestSpark.session();
    spark
        .sql(
            "select * from values (timestamp'2024-01-02 03:04:05.678901Z', 1.10BD, cast(0.1 as"
                + " float), 'X', true), (timestamp'2024-01-02 03:04:06Z', 2.50BD, cast(1e-7 as"
                + " float), 'X', false), (timestamp'2024-01-02 03:04:07Z', null, cast(1 as float),"
                + " 'X', false), (null, 2.50BD, cast(1 as float), 'X', false),"
                + " (timestamp'2024-01-02 03:04:08Z', 2.50BD, cast('NaN' as float), 'X', false) as"
                + " t(at, px, qty, sym, buy)")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("t").toString());
    MappedFormat format =
        Formats.mapping(
            SourceFile.of(
                Files.writeString(
                    folder.resolve("m.yaml"),
                    """
                    kind: trade
                    instrument: {column: sym}
                    columns: {time: at, price: px, size: qty, aggressor: buy}
                    time: {unit: iso, zone: UTC}
                    aggressor: {buy: true, sell: false}
                    """)));
    List<Ingested> rows = read(spark, folder.resolve("t").toString(), format);
    Trade first = (Trade) ((Accepted) rows.get(0)).event();
    assertThat(first.eventTimeNanos()).isEqualTo(1_704_164_645_678_901_000L);
    assertThat(first.price()).isEqualTo(1.1);
    assertThat(first.size()).isEqualTo(0.1);
    assertThat(((Trade) ((Accepted) rows.get(1)).event()).size()).isEqualTo(1e-7);
    assertThat(rows.subList(2, 5).stream().map(row -> ((Rejected) row).reason().name()))
        .containsExactly("NOT_A_NUMBER", "BAD_COLUMN_COUNT", "NON_FINITE");
    assertThat(((Rejected) rows.get(2)).line()).isEqualTo(3);
    assertThat(((Rejected) rows.get(2)).raw())
        .isEqualTo(
            "{\"at\":\"2024-01-02T03:04:07Z\",\"px\":null,\"qty\":1.0,\"buy\":\"false\",\"sym\":\"X\"}");
    assertThat(((Rejected) rows.get(4)).raw()).contains("\"px\":2.50,\"qty\":\"NaN\"");
    MappedFormat wrong = new MappedFormat("w.yaml", format.yaml().replace("px", "price"));
    assertThatThrownBy(() -> read(spark, folder.resolve("t").toString(), wrong))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("no column 'price'");
  }

  @Test
  void booksFromColumnsOfLists(@TempDir Path folder) throws IOException {
    SparkSession spark = TestSpark.session();
    spark
        .sql(
            "select * from values (1000000000000L, array(99D, 98D, 97D), array(1D, 2D, 3D),"
                + " array(101D), array(4D)), (1000000000000L, array(99D, 98D), array(1D),"
                + " array(101D), array(4D)), (1000000000000L, array(99D, double('NaN')), array(1D,"
                + " 2D), null, array(4D)), (1000000000000L, array(99D, 99D), array(1D, 2D), null,"
                + " null), (1000000000000L, array(), null, null, null), (1000000000000L, array(99D,"
                + " null, 97D), array(1D, null, 3D), null, null) as t(at, b, bs, a, as)")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("t").toString());
    MappedFormat format =
        new MappedFormat(
            "m.yaml",
            """
            kind: book
            instrument: X
            columns:
              time: at
              bid-prices: "b.{0..1}"
              bid-sizes: "bs.{0..1}"
              ask-prices: "a.{0..1}"
              ask-sizes: "as.{0..1}"
            time: {unit: ms}
            """);
    List<Ingested> rows = read(spark, folder.resolve("t").toString(), format);
    assertThat(rows.stream().map(r -> r instanceof Rejected bad ? bad.reason().name() : "OK"))
        .containsExactly("OK", "NOT_A_NUMBER", "NON_FINITE", "BAD_BOOK", "EMPTY_BOOK", "OK");
    Book book = (Book) ((Accepted) rows.get(0)).event();
    assertThat(book.bids()).containsExactly(new Book.Level(99, 1), new Book.Level(98, 2));
    assertThat(book.asks()).containsExactly(new Book.Level(101, 4));
    assertThat(((Rejected) rows.get(2)).raw())
        .isEqualTo(
            "{\"at\":1000000000000,\"b\":[99.0,\"NaN\"],\"bs\":[1.0,2.0],\"a\":null,\"as\":[4.0]}");
    MappedFormat wrong = new MappedFormat("w.yaml", format.yaml().replace("\"b.{", "\"bid.{"));
    assertThatThrownBy(() -> read(spark, folder.resolve("t").toString(), wrong))
        .isInstanceOf(IngestException.class)
        .hasMessageContaining("no column 'bid.0'");
  }
}
