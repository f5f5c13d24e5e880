package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The verbs of the one on duty, on a lake whose scorer has just been in trouble. */
class WatchVerbsIT {
  @TempDir Path folder;

  @Test
  void watchTellsStatusSaysAndRetrainWaits() throws Exception {
    String lake = folder.resolve("lake").toString();
    TableStore store = new TableStore(TestSpark.session(), Lake.at(lake));
    store.append(
        Tables.ALERTS,
        store.rows(
            Tables.ALERTS,
            List.of(
                RowFactory.create(
                    "live-live",
                    "champion-refused",
                    "v1",
                    "critical",
                    1.0,
                    0.0,
                    "v0 serves",
                    null))));
    store.append(
        Tables.PROGRESS,
        store.rows(
            Tables.PROGRESS, List.of(RowFactory.create("live", 3L, 10L, 8L, 2L, 4L, 4L, "v0"))));
    store.append(
        Tables.DEAD_LETTERS,
        store.rows(
            Tables.DEAD_LETTERS,
            List.of(
                RowFactory.create("t", "0", 7L, "MALFORMED_JSON", "d", "{", null, 3L, "live"))));
    Path log = folder.resolve("alerts.jsonl");
    Cli watch = Cli.run("watch", "--lake", lake, "--once", "--sink", "log=file:" + log);
    assertThat(watch.code()).as(watch.err()).isZero();
    assertThat(watch.out()).contains("\"delivered\":1", "\"waiting\":0");
    assertThat(Files.readString(log)).contains("\"rule\":\"champion-refused\"");

    Cli status = Cli.run("status", "--lake", lake);
    assertThat(status.code()).as(status.err()).isEqualTo(1);
    assertThat(status.out())
        .contains("query live: batch 3, 10 ticks = 8 accepted + 2 rejected, 4 bars")
        .contains("dead letters: MALFORMED_JSON 1")
        .contains("ALERT critical champion-refused v1: v0 serves");
    assertThat(Cli.run("status", "--lake", lake, "--json").out())
        .contains("\"deadLetters\":{\"MALFORMED_JSON\":1}", "\"well\":false");

    Cli retrain = Cli.run("retrain", "--lake", lake, "--as-of", "2024-01-03");
    assertThat(retrain.code()).as(retrain.err()).isZero();
    assertThat(retrain.out()).contains("nothing asks for a new fit of direction");
    assertThat(Cli.run("watch", "--lake", lake, "--as-of", "2024-01-03").code()).isEqualTo(2);
  }

  /** Its versions cannot serve live, so that none does is no trouble; of another model it is. */
  @Test
  void aModelThatScoresInBatchOnlyNeedsNobody() {
    String lake = folder.resolve("lake").toString();
    TableStore store = new TableStore(TestSpark.session(), Lake.at(lake));
    register(store, "beside", "v1", "ARCHIVE");
    register(store, "beside", "v2", "ARCHIVE");
    Cli well = Cli.run("status", "--lake", lake);
    assertThat(well.code()).as(well.out() + well.err()).isZero();
    assertThat(well.out()).contains("all is well").doesNotContain("beside");
    register(store, "direction", "v1", "ARCHIVE");
    register(store, "direction", "v2", "BACKUP");
    Cli unserved = Cli.run("status", "--lake", lake);
    assertThat(unserved.code()).as(unserved.err()).isEqualTo(1);
    assertThat(unserved.out()).contains("model direction: nobody serves").doesNotContain("beside");
  }

  private static void register(TableStore store, String model, String version, String tier) {
    store.append(
        Tables.MODEL_REGISTRY,
        store.rows(
            Tables.MODEL_REGISTRY,
            List.of(
                RowFactory.create(
                    model,
                    version,
                    null,
                    tier,
                    "c",
                    "f",
                    "logistic",
                    "binary",
                    "fixed-15m",
                    "s",
                    "h",
                    "sha",
                    1L,
                    "p",
                    "ALL",
                    "score",
                    Date.valueOf("2024-01-03"),
                    "run",
                    "by the test"))));
  }
}
