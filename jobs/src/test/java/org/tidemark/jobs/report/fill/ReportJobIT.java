package org.tidemark.jobs.report.fill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The report of a whole night and of one that ended after its first task. */
class ReportJobIT {
  @TempDir Path folder;

  private TableStore store() {
    return new TableStore(TestSpark.session(), Lake.at(folder.toString()));
  }

  private String report(TableStore store) throws IOException {
    ReportJob.Summary summary = new ReportJob().run(store, SmallLake.ARGS);
    Path file = folder.resolve("reports/nightly-2020-01-03-direction.html");
    assertThat(summary.path()).endsWith("/reports/nightly-2020-01-03-direction.html");
    assertThat(Files.size(file)).isEqualTo(summary.bytes());
    return Files.readString(file);
  }

  @Test
  void aWholeNightFillsEverySection() throws IOException {
    TableStore store = store();
    SmallLake lake = new SmallLake(store);
    lake.ingest();
    lake.night();
    String page = report(store);
    Files.writeString(Files.createDirectories(Path.of("target")).resolve("report-lake.html"), page);
    assertThat(page)
        .as("verdict")
        .contains("2020-01-03-xgboost is the champion now.", "30 rows in 1 fold,")
        .contains("It has the better auc.", "2.5 basis points per unit of turnover it returned −25")
        .as("coverage: the bar of the next day is not known yet")
        .contains("55 / 60", "91.67 %", "5 min", "2020-01-02 00:10")
        .contains("58 rows read from files = 56 accepted + 2 rejected: every row is accounted for.")
        .contains("NOT_A_NUMBER", "no bars for 0.1 hours (2020-01-02 00:10 to 2020-01-02 00:15)")
        .as("folds")
        .contains("fold 0 purge: 2020-01-02 00:14 to 2020-01-02 00:29")
        .contains("fold 0 embargo: 2020-01-02 00:29 to 2020-01-02 00:30")
        .as("metrics")
        .contains("0.6100 [0.5200, 0.6600]")
        .as("scrutiny")
        .contains("xgboost, mean: in sample 0.9000, out of sample 0.6100")
        .contains("xgboost gains up to a cost of 3.75 bp, 1.5 times the stated one.")
        .contains("volatility-low", "0.6300", "xgboost, 2020-01: 0.6400 [0.5500, 0.7000]")
        .contains("Deflated Sharpe ratio</td>", "No fan of paths: the split tests every row once")
        .as("importance")
        .contains("0.500", "[0.400, 0.600]", "AUC lost when shuffled")
        .doesNotContain("Importance by gain of logistic")
        .as("drift, certificates, registry, live")
        .contains("1 of 1 above their threshold", "4,321", "better in all")
        .contains("0.6250", "75.0 %", "too-late")
        .contains("Live features replayed in batch", ">different</span>")
        .as("making")
        .contains("--set cost.bps=2.5", "&#39;source.x=bitfinex:X=*.csv&#39;", "Test VM")
        .contains("hash-of-rows", "features.labels v4", "market.bars", "12 s")
        .doesNotContain("NaN", ">null", "median latency");
    assertThat(page.split("class=\"none\"", -1))
        .as("the fan and the intervals alone have nothing to show")
        .hasSize(3);
    assertThat(page.indexOf("tidemark ingest --lake"))
        .as("commands stand in the order of the DAG")
        .isLessThan(page.indexOf("tidemark quality --lake"));

    assertThat(report(store)).as("same tables, same bytes").isEqualTo(page);
    lake.log("report");
    assertThat(report(store)).as("its own record changes nothing").isEqualTo(page);
  }

  @Test
  void aNightThatOnlyIngestedSaysSoAndMakesNoTables() throws IOException {
    TableStore store = store();
    new SmallLake(store).ingest();
    String page = report(store);
    assertThat(page)
        .contains("This run decided nothing: its log has no record of ingest, quality")
        .contains("There is no champion.", "55 / 60", "No folds:", "No metrics:")
        .contains("No equity curve:", "No calibration:", "No importance:", "No drift figures:")
        .contains("No in-sample figures:", "No paths:", "No cost figures:", "No figures of luck:")
        .contains("No certificate:", "registry is empty", "No live scores:", "No task was recorded")
        .contains("tidemark run nightly --lake " + folder)
        .doesNotContain("NaN", ">null");
    assertThat(store.exists(Tables.FOLDS)).isFalse();
    assertThat(store.exists(Tables.RUNS)).isFalse();
  }
}
