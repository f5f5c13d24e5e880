package org.tidemark.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;

/** What recorded files become in the tables, against figures of an independent implementation. */
class RecordedIngestIT {
  @TempDir Path folder;

  @Test
  void recordedDaysComeInAsTheGoldenCountsSay() throws IOException {
    Path data = Prerequisite.data();
    TableStore store = new TableStore(TestSpark.session(), Lake.at(folder + "/lake"));
    Map<String, String> formats =
        Map.of(
            "us-equity-ticks/spy_20131007_trade.csv.gz", "lean-equity-trades",
            "us-equity-ticks/ibm_20131010_quote.csv.gz", "lean-equity-quotes",
            "fx-quote-ticks/fxcm_eurusd_20140502.csv.gz", "fx-quotes");
    Map<String, String[]> golden = new TreeMap<>();
    Path counts =
        Prerequisite.home().resolve("lakehouse/src/test/resources/golden/ingest_files.csv");
    for (String line : Files.readAllLines(counts)) {
      golden.put(line.split(",")[0], line.split(",", -1));
    }
    for (Map.Entry<String, String> entry : formats.entrySet()) {
      String[] expected = golden.get(entry.getKey());
      IngestJob.Summary summary =
          new IngestJob()
              .run(
                  store,
                  IngestArgs.of(
                      entry.getValue(), "", List.of(data.resolve(entry.getKey()).toString())));
      assertThat(summary.read()).isEqualTo(Long.parseLong(expected[2]));
      assertThat(summary.accepted()).isEqualTo(Long.parseLong(expected[3]));
      assertThat(summary.added()).isEqualTo(Long.parseLong(expected[3]));
      assertThat(summary.accepted() + summary.rejected()).isEqualTo(summary.read());
      // Sums of all event times and offsets, modulo 2^64, over what is in the table.
      Table table = entry.getValue().endsWith("trades") ? Tables.TRADES : Tables.QUOTES;
      Row stored =
          store
              .read(table)
              .join(
                  store
                      .read(Tables.INGESTS)
                      .where("source = '" + entry.getKey().replaceFirst(".*/", "") + "'")
                      .select("source_id"),
                  "source_id")
              .selectExpr(
                  "cast(sum(cast(event_time_nanos as decimal(38,0))) as string)",
                  "cast(sum(cast(offset as decimal(38,0))) as string)")
              .head();
      assertThat(modulo(stored.getString(0))).isEqualTo(expected[5]);
      assertThat(modulo(stored.getString(1))).isEqualTo(expected[6]);
    }
    assertThat(store.read(Tables.INGESTS).where("rows_new = rows_accepted").count()).isEqualTo(3);
  }

  private static String modulo(String sum) {
    return Long.toUnsignedString(new java.math.BigInteger(sum).longValue());
  }
}
