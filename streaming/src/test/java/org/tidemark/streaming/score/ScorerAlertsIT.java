package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** A problem is one alert from its first batch to its last, whatever happens in between. */
class ScorerAlertsIT {
  @TempDir Path folder;
  private TableStore store;
  private ScorerAlerts alerts;

  @BeforeEach
  void begin() {
    store = new TableStore(TestSpark.session(), Lake.at(folder.toString()));
    alerts = new ScorerAlerts(store, "live");
  }

  private void batch(long id, String... versions) {
    alerts.during(
        id,
        () -> {
          for (String version : versions) {
            alerts.critical("champion-refused", version, "its file is damaged; v0 serves");
          }
          return versions;
        });
  }

  private List<String> rows(Table table) {
    return store
        .read(table)
        .selectExpr("concat_ws(' ', run_id, rule, subject)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void anAlertWaitsUntilItCanBeWritten() throws IOException {
    Path table = folder.resolve("models/alerts");
    Files.createDirectories(table.getParent());
    Files.writeString(table, "not a table");
    batch(3, "v1");
    batch(4, "v1");
    Files.delete(table);
    batch(5, "v1");
    assertThat(rows(Tables.ALERTS)).containsExactly("live-live@3 champion-refused v1");
  }

  @Test
  void itEndsWithTheFirstBatchThatDoesNotMeetItAndTheNextOneIsAnother() {
    batch(0);
    batch(1, "v1");
    batch(2, "v1", "v2");
    batch(3, "v2");
    batch(4, "v1");
    assertThat(rows(Tables.ALERTS))
        .containsExactlyInAnyOrder(
            "live-live@1 champion-refused v1",
            "live-live@2 champion-refused v2",
            "live-live@4 champion-refused v1");
    assertThat(rows(Tables.ALERT_ENDS))
        .containsExactlyInAnyOrder(
            "live-live@1 champion-refused v1", "live-live@2 champion-refused v2");
    assertThat(store.read(Tables.ALERT_ENDS).where("ended_at is null").count()).isZero();
  }

  @Test
  void whatABatchShowsIsToldAtOnceUntilNoneShowsIt() {
    batch(1);
    alerts.shownByBatch(1, "offsets-without-ticks", "ticks", "batch 1 has fewer");
    assertThat(rows(Tables.ALERTS)).containsExactly("live-live@1 offsets-without-ticks ticks");
    batch(2);
    alerts = new ScorerAlerts(store, "live"); // which repeats the batch
    alerts.shownByBatch(2, "offsets-without-ticks", "ticks", "batch 2 has fewer");
    batch(3);
    assertThat(rows(Tables.ALERTS)).containsExactly("live-live@1 offsets-without-ticks ticks");
    assertThat(rows(Tables.ALERT_ENDS)).isEmpty();
    batch(4);
    assertThat(rows(Tables.ALERT_ENDS)).containsExactly("live-live@1 offsets-without-ticks ticks");
  }

  /** The first look of a process comes before any batch could show anything. */
  @Test
  void whatBatchesShowIsOneAlertOverARestart() {
    batch(1);
    alerts.shownByBatch(1, "offsets-without-ticks", "ticks", "batch 1 has fewer");
    alerts = new ScorerAlerts(store, "live");
    batch(2);
    alerts.shownByBatch(2, "offsets-without-ticks", "ticks", "batch 2 has fewer");
    batch(3);
    assertThat(rows(Tables.ALERTS)).containsExactly("live-live@1 offsets-without-ticks ticks");
    assertThat(rows(Tables.ALERT_ENDS)).isEmpty();
    alerts = new ScorerAlerts(store, "live");
    batch(4);
    assertThat(rows(Tables.ALERT_ENDS)).isEmpty();
    batch(5);
    assertThat(rows(Tables.ALERT_ENDS)).containsExactly("live-live@1 offsets-without-ticks ticks");
  }

  @Test
  void theNextProcessOfTheQueryKnowsWhatStandsAndAnotherQueryDoesNot() {
    batch(7, "v1", "v2");
    alerts = new ScorerAlerts(store, "live-2");
    batch(0);
    assertThat(rows(Tables.ALERT_ENDS)).isEmpty();
    alerts = new ScorerAlerts(store, "live");
    batch(8, "v1");
    assertThat(rows(Tables.ALERTS))
        .containsExactlyInAnyOrder(
            "live-live@7 champion-refused v1", "live-live@7 champion-refused v2");
    assertThat(rows(Tables.ALERT_ENDS)).containsExactly("live-live@7 champion-refused v2");

    // The real-time path counts its turns from 0 in each process.
    alerts = new ScorerAlerts(store, "live");
    batch(7, "v1", "v2");
    assertThat(rows(Tables.ALERTS))
        .containsExactlyInAnyOrder(
            "live-live@7 champion-refused v1",
            "live-live@7 champion-refused v2",
            "live-live@7-2 champion-refused v2");
  }
}
