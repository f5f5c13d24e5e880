package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tidemark.lakehouse.spark.LiveRows.content;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.TestSpark;

class TableAtIT {
  private static final AtomicInteger EVALUATED = new AtomicInteger();

  @TempDir Path folder;

  private static Dataset<Row> progress(TableStore store, long ticks, long... batches) {
    List<Row> rows = new ArrayList<>();
    for (long batch : batches) {
      rows.add(RowFactory.create("q", batch, ticks, ticks, 0L, 0L, 0L, null));
    }
    return store.rows(Tables.PROGRESS, rows);
  }

  private static void update(String location, String set) {
    TestSpark.session().sql("UPDATE delta.`%s` SET %s".formatted(location, set));
  }

  private static boolean upsert(TableAt at, Dataset<Row> rows) {
    return at.upsert(rows, "query", "batch_id");
  }

  /** The twin is Delta's MERGE. */
  @Test
  void whatIsThereAfterwardsIsWhatAMergeLeaves() {
    TableStore store = LiveRows.store(folder, "here");
    TableStore twin = LiveRows.store(folder, "twin");
    for (TableStore each : List.of(store, twin)) {
      each.append(Tables.PROGRESS, progress(each, 10, 1, 2, 3));
      each.append(Tables.PROGRESS, progress(each, 10, 4));
      String location = each.lake().location(Tables.PROGRESS);
      each.spark().sql("ALTER TABLE delta.`%s` ADD COLUMNS (note STRING)".formatted(location));
      update(location, "note = 'n' || batch_id");
    }
    long before = store.version(Tables.PROGRESS);
    assertThat(upsert(TableAt.latest(store, Tables.PROGRESS), progress(store, 20, 3, 4, 5)))
        .isTrue();
    twin.upsert(Tables.PROGRESS, progress(twin, 20, 3, 4, 5), "query", "batch_id");
    assertThat(content(store, Tables.PROGRESS))
        .hasSize(5)
        .isEqualTo(content(twin, Tables.PROGRESS))
        .anyMatch(row -> row.contains("\"note\":\"n4\"") && row.contains("\"consumed\":20"));
    assertThat(store.version(Tables.PROGRESS)).isEqualTo(before + 1);
  }

  @Test
  void aTableWithoutRowsTakesTheFirst() {
    TableStore store = LiveRows.store(folder, "lake");
    assertThat(upsert(TableAt.latest(store, Tables.PROGRESS), progress(store, 10, 1))).isTrue();
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(1);
  }

  @Test
  void afterACommitOfAnotherNothingIsWritten() {
    TableStore store = LiveRows.store(folder, "lake");
    TableAt at = TableAt.latest(store, Tables.PROGRESS);
    TableAt sameTime = TableAt.latest(store, Tables.PROGRESS);
    assertThat(upsert(at, progress(store, 10, 1))).isTrue();
    long version = store.version(Tables.PROGRESS);
    assertThat(upsert(sameTime, progress(store, 20, 1))).isFalse();
    assertThat(store.version(Tables.PROGRESS)).isEqualTo(version);
    assertThat(at.read().count()).as("still the rows of its version").isZero();
    assertThat(sameTime.read().count()).isZero();
  }

  /** Commits that come while the rows are being written. */
  @Test
  void aCommitOfAnotherMeanwhileIsNotWrittenOver() {
    List<String> others =
        List.of(
            "UPDATE %s SET consumed = 30, valid = 30",
            "DELETE FROM %s",
            "INSERT INTO %s (query, batch_id, consumed, valid, dead, bars, scored)"
                + " VALUES ('q', 2, 30, 30, 0, 0, 0)",
            "ALTER TABLE %s ADD COLUMNS (note STRING)");
    for (int rows = 0; rows < 2; rows++) {
      for (String other : others) {
        if (rows > 0 || !other.startsWith("UPDATE") && !other.startsWith("DELETE")) {
          aCommitMeanwhile(rows + other.substring(0, 3), rows, other);
        }
      }
    }
  }

  private void aCommitMeanwhile(String lake, int before, String statement) {
    TableStore store = LiveRows.store(folder, lake);
    store.ensure(Tables.PROGRESS);
    if (before > 0) {
      store.append(Tables.PROGRESS, progress(store, 10, 1));
    }
    TableAt at = TableAt.latest(store, Tables.PROGRESS);
    String sql = statement.formatted("delta.`" + store.lake().location(Tables.PROGRESS) + "`");
    EVALUATED.set(0);
    Dataset<Row> rows =
        progress(store, 20, 1)
            .mapPartitions(
                (MapPartitionsFunction<Row, Row>)
                    given -> {
                      // Once they are looked at, then written. In a thread of its own: a task may
                      // not start jobs.
                      if (EVALUATED.incrementAndGet() == 2) {
                        Thread other = new Thread(() -> TestSpark.session().sql(sql));
                        other.start();
                        other.join();
                      }
                      return given;
                    },
                Encoders.row(TableSchemas.open(Tables.PROGRESS)));
    long version = store.version(Tables.PROGRESS);
    assertThat(upsert(at, rows)).as(lake).isFalse();
    assertThat(EVALUATED).hasValue(2);
    assertThat(store.version(Tables.PROGRESS)).as(lake).isEqualTo(version + 1);
    assertThat(content(store, Tables.PROGRESS)).noneMatch(row -> row.contains("20"));
  }

  @Test
  void rowsThatCannotBeWrittenWholeAreRefused() {
    TableStore store = LiveRows.store(folder, "lake");
    TableAt at = TableAt.latest(store, Tables.PROGRESS);
    assertThatThrownBy(() -> upsert(at, progress(store, 20, 1, 2, 1)))
        .hasMessageContaining("two rows for live.progress have the same [query, batch_id]");
    String location = store.lake().location(Tables.PROGRESS);
    store
        .spark()
        .sql(
            "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name')"
                .formatted(location));
    store.spark().sql("ALTER TABLE delta.`%s` DROP COLUMN model_version".formatted(location));
    TableAt without = TableAt.latest(store, Tables.PROGRESS);
    assertThatThrownBy(() -> upsert(without, progress(store, 20, 1)))
        .hasMessageContaining("column model_version");
  }
}
