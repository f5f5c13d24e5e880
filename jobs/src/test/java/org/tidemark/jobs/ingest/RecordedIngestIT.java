package org.tidemark.jobs.ingest;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.spark.FeatureDriver;
import org.tidemark.features.spark.FeatureTable;
import org.tidemark.lakehouse.EventKind;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.StoredEvent;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;
import org.tidemark.testkit.ValueDigest;

/** What recorded files become in the tables, against figures of an independent implementation. */
@Tag("slow")
class RecordedIngestIT {
  @TempDir Path folder;

  @Test
  void recordedDaysComeInAsTheGoldenCountsSay() throws IOException {
    Path data = Prerequisite.data();
    TableStore store = new TableStore(TestSpark.session(), Lake.at(folder + "/lake"));
    List<String> files =
        List.of(
            "us-equity-ticks/spy_20131007_trade.csv.gz",
            "us-equity-ticks/ibm_20131010_quote.csv.gz",
            "fx-quote-ticks/fxcm_eurusd_20140502.csv.gz",
            "binance-depth1000/lobdeep_btc_fut_2026-02-16_04.parquet",
            "binance-depth1000/trades_btc_fut_2026-02-16_04.parquet",
            "binance-flat/usdm_btcusdt_20240808_depth_updates.csv.gz",
            "nasdaq-itch-l10/aapl_20190130_events_l10.csv.gz");
    Path golden =
        Prerequisite.home().resolve("lakehouse/src/test/resources/golden/ingest_files.csv");
    int ingested = 0;
    for (String line : Files.readAllLines(golden)) {
      String[] expected = line.split(",", -1);
      if (files.contains(expected[0])) {
        check(store, data.resolve(expected[0]), expected);
        ingested++;
      }
    }
    assertThat(ingested).isEqualTo(8); // one file has books and trades
    assertThat(store.read(Tables.INGESTS).where("rows_new = rows_accepted").count())
        .isEqualTo(ingested);
  }

  private static void check(TableStore store, Path file, String[] expected) {
    IngestArgs args = IngestArgs.of(expected[1], "", List.of(file.toString()));
    IngestJob.Summary summary = new IngestJob().run(store, args);
    assertThat(summary.read()).isEqualTo(Long.parseLong(expected[2]));
    assertThat(summary.accepted()).isEqualTo(Long.parseLong(expected[3]));
    assertThat(summary.added()).isEqualTo(Long.parseLong(expected[3]));
    assertThat(summary.accepted() + summary.rejected()).isEqualTo(summary.read());
    IngestJob.Summary again = new IngestJob().run(store, args);
    assertThat(again.known()).isEqualTo(1);
    assertThat(again.added()).isZero();
    // Sums of all event times and offsets, modulo 2^64, and the values in the table, in order.
    Row account =
        store
            .read(Tables.INGESTS)
            .where("source = '%s' and format = '%s'".formatted(file.getFileName(), expected[1]))
            .head();
    EventKind kind =
        Arrays.stream(EventKind.values())
            .filter(k -> k.table().qualifiedName().equals(account.getAs("target")))
            .findFirst()
            .orElseThrow();
    long times = 0;
    long offsets = 0;
    ValueDigest digest = new ValueDigest();
    Dataset<Row> rows =
        store.read(kind.table()).where(col("source_id").equalTo(account.getAs("source_id")));
    for (StoredEvent stored : EventRows.events(rows, kind).orderBy("offset").collectAsList()) {
      MarketEvent event = stored.toEvent(new InstrumentId(stored.getInstrument()));
      times += event.eventTimeNanos();
      offsets += event.offset();
      double[][] columns = ValueDigest.columns(event);
      digest.add(
          expected[1].equals("fx-quotes") ? new double[][] {columns[0], columns[2]} : columns);
    }
    assertThat(Long.toUnsignedString(times)).isEqualTo(expected[5]);
    assertThat(Long.toUnsignedString(offsets)).isEqualTo(expected[6]);
    assertThat(digest).hasToString(expected[7]);
  }

  /** O01 to O10 of a stored market: books after each message, trades between them. */
  @Test
  void recordedBooksAndExecutionsGiveAllFeaturesOfBooks() {
    TableStore store = new TableStore(TestSpark.session(), Lake.at(folder + "/books"));
    String file =
        Prerequisite.data().resolve("nasdaq-itch-l10/aapl_20190130_events_l10.csv.gz").toString();
    for (String format : List.of("nasdaq-itch-l10", "nasdaq-itch-executions")) {
      new IngestJob().run(store, IngestArgs.of(format, "", List.of(file)));
    }
    // Archived trades stand behind all books of their millisecond, so that their times run back.
    FeatureSet core = FeatureSets.core65(Duration.ofSeconds(1));
    FeatureSet set =
        new FeatureSet(core.name(), core.features(), core.sampler(), Duration.ofMillis(1));
    FeatureDriver.Summary done = new FeatureDriver(store, set).run(LocalDate.parse("2019-01-31"));
    assertThat(done.events()).isEqualTo(10_746);
    assertThat(done.late()).isZero();
    Dataset<Row> rows = store.read(FeatureTable.of(set));
    assertThat(rows.count()).isEqualTo(done.rows()).isBetween(20L, 28L);
    for (String output : set.outputNames().subList(set.width() - 10, set.width())) {
      assertThat(rows.where(col(output).isNaN()).count()).as(output).isZero();
    }
    assertThat(rows.where("bid_ask_spread <= 0 or bid_ask_spread > 0.01").count()).isZero();
  }
}
