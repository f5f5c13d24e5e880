package org.tidemark.streaming.score;

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

/** An alert that cannot be written fails no batch and is not forgotten. */
class ScorerAlertsIT {
  @TempDir Path folder;

  @Test
  void anAlertWaitsUntilItCanBeWritten() throws IOException {
    TableStore store = new TableStore(TestSpark.session(), Lake.at(folder.toString()));
    Path table = folder.resolve("models/alerts");
    Files.createDirectories(table.getParent());
    Files.writeString(table, "not a table");
    ScorerAlerts alerts = new ScorerAlerts(store, "live");
    alerts.critical("champion-refused", "v1", "its file is damaged; v0 serves");
    alerts.tellAgain();
    Files.delete(table);
    alerts.tellAgain();
    alerts.tellAgain();
    alerts.critical("champion-refused", "v1", "its file is damaged; v0 serves");
    assertThat(
            store
                .read(Tables.ALERTS)
                .selectExpr("concat_ws(' ', run_id, rule, subject, severity)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0)))
        .containsExactly("live-live champion-refused v1 critical");
  }
}
