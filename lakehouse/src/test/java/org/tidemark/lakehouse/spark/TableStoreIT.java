package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.ColumnType;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Migration;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.TestSpark;

class TableStoreIT {
  private static final AtomicBoolean ADDED = new AtomicBoolean();

  @TempDir Path folder;

  private TableStore store() {
    return new TableStore(TestSpark.session(), Lake.at(folder.toString()));
  }

  private static Dataset<Row> progress(TableStore store, long... batches) {
    List<Row> rows = new ArrayList<>();
    for (long batch : batches) {
      rows.add(RowFactory.create("q", batch, 10L, 9L, 1L, 2L, 2L, null));
    }
    return store.rows(Tables.PROGRESS, rows);
  }

  @Test
  void everyTableIsCreatedOnFirstUseWithItsCommentsAndSchema() {
    TableStore store = store();
    for (Table table : Tables.all()) {
      Dataset<Row> rows = store.read(table);
      assertThat(rows.columns()).containsExactly(table.columnNames().toArray(String[]::new));
      for (int i = 0; i < table.columns().size(); i++) {
        Column column = table.columns().get(i);
        assertThat(rows.schema().fields()[i].dataType())
            .as(table.qualifiedName() + "." + column.name())
            .isEqualTo(TableSchemas.type(column.type()));
        assertThat(rows.schema().fields()[i].getComment().get()).isEqualTo(column.meaning());
      }
    }
    assertThat(store.read(Tables.TRADES).count()).isZero();
  }

  /** As a program leaves it that dies between its first step and its first commit. */
  @Test
  void theFolderOfALogAloneIsNoTable() throws IOException {
    TableStore store = store();
    Files.createDirectories(folder.resolve("live/progress/_delta_log"));
    assertThat(store.exists(Tables.PROGRESS)).isFalse();
    assertThat(store.version(Tables.PROGRESS)).isEqualTo(-1);
    Path log = folder.resolve("live/progress/_delta_log");
    Files.createDirectory(log.resolve("_staged_commits"));
    Files.createFile(log.resolve(".00000000000000000000.json.0dff.tmp"));
    Files.createFile(log.resolve("..00000000000000000000.json.0dff.tmp.crc"));
    assertThat(store.exists(Tables.PROGRESS)).isFalse();
    assertThat(store.read(Tables.PROGRESS).count()).isZero();
    assertThat(log).isDirectoryNotContaining(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  void filesOfOthersAreLeftAlone() throws IOException {
    TableStore store = store();
    Path file = folder.resolve("live/progress/notes.txt");
    Files.createDirectories(file.resolveSibling("_delta_log"));
    Files.writeString(file, "mine");
    assertThatThrownBy(() -> store.read(Tables.PROGRESS)).hasMessageContaining("move them");
    assertThat(file).hasContent("mine");
  }

  @Test
  void twoLakesOfOneSessionAreNotTakenForEachOther() {
    TableStore one = new TableStore(TestSpark.session(), Lake.at(folder + "/one"));
    TableStore other = new TableStore(TestSpark.session(), Lake.at(folder + "/other"));
    one.append(Tables.PROGRESS, progress(one, 1));
    other.append(Tables.PROGRESS, progress(other, 1, 2));
    for (int turn = 0; turn < 2; turn++) {
      one.register(Tables.PROGRESS);
      assertThat(TestSpark.session().table("live.progress").count()).isEqualTo(1);
      other.registerExisting("live.progress");
      assertThat(TestSpark.session().table("live.progress").count()).isEqualTo(2);
    }
    FileUtil.fullyDelete(folder.resolve("other").toFile());
    one.register(Tables.PROGRESS);
    assertThat(TestSpark.session().table("live.progress").count()).isEqualTo(1);
  }

  /** The rows that a lake begins with are put in once, whoever creates the table. */
  @Test
  void seededRowsAreThereOnce() {
    assertThat(store().read(Tables.QUALITY_WEIGHTS).count()).isEqualTo(6);
    assertThat(store().read(Tables.QUALITY_WEIGHTS).count()).isEqualTo(6);
  }

  @Test
  void aFingerprintSeesInWhichColumnANullStands() {
    Dataset<Row> left = TestSpark.session().sql("select cast(null as int) as a, 1 as b");
    Dataset<Row> right = TestSpark.session().sql("select 1 as a, cast(null as int) as b");
    assertThat(Fingerprint.of(left))
        .isEqualTo(Fingerprint.of(left))
        .isNotEqualTo(Fingerprint.of(right));
  }

  @Test
  void appendingTwiceUnderTheSameNumberWritesOnce() {
    TableStore store = store();
    store.appendOnce(Tables.PROGRESS, progress(store, 1), "app", 1);
    store.appendOnce(Tables.PROGRESS, progress(store, 1), "app", 1);
    store.appendOnce(Tables.PROGRESS, progress(store, 2), "app", 2);
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(2);
  }

  /** A schema change beside a live query: it must not end the query, and nothing comes twice. */
  @Test
  void anAppendBeginsAgainWhenAColumnIsAddedMeanwhile() {
    TableStore store = store();
    store.appendOnce(Tables.PROGRESS, progress(store, 1), "app", 1);
    String place = store.lake().location(Tables.PROGRESS);
    // The column is added while the rows are computed: after the append began, before its commit.
    Dataset<Row> rows = progress(store, 2);
    Dataset<Row> disturbed =
        rows.mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                partition -> {
                  if (ADDED.compareAndSet(false, true)) {
                    TestSpark.session()
                        .sql("ALTER TABLE delta.`" + place + "` ADD COLUMNS (extra STRING)");
                  }
                  return partition;
                },
            Encoders.row(rows.schema()));
    store.appendOnce(Tables.PROGRESS, disturbed, "app", 2);
    store.appendOnce(Tables.PROGRESS, progress(store, 2), "app", 2);
    assertThat(ADDED).isTrue();
    assertThat(store.read(Tables.PROGRESS).columns()).endsWith("extra");
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(2);
  }

  @Test
  void replacingIsIdempotentAndLeavesOtherRowsAlone() {
    TableStore store = store();
    store.replace(Tables.PROGRESS, progress(store, 1, 2), "batch_id < 3");
    store.replace(Tables.PROGRESS, progress(store, 7), "batch_id = 7");
    store.replace(Tables.PROGRESS, progress(store, 1, 2), "batch_id < 3");
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(3);
  }

  @Test
  void insertingKnownKeysAddsNothing() {
    TableStore store = store();
    store.insertNew(Tables.PROGRESS, progress(store, 1, 2), "query", "batch_id");
    store.insertNew(Tables.PROGRESS, progress(store, 2, 3), "query", "batch_id");
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(3);
  }

  /** A column of somebody's own is no hindrance, and its values are kept. */
  @Test
  void rowsAreInsertedAndOverwrittenBesideAnAddedColumn() {
    TableStore store = store();
    store.append(Tables.PROGRESS, progress(store, 1, 2));
    String place = "delta.`" + store.lake().location(Tables.PROGRESS) + "`";
    TestSpark.session().sql("ALTER TABLE " + place + " ADD COLUMNS (note STRING)");
    TestSpark.session().sql("UPDATE " + place + " SET note = 'n' || batch_id, bars = 9");
    store.upsert(Tables.PROGRESS, progress(store, 2, 3), "query", "batch_id");
    store.insertNew(Tables.PROGRESS, progress(store, 3, 4), "query", "batch_id");
    assertThat(
            store
                .read(Tables.PROGRESS)
                .selectExpr("concat_ws(' ', batch_id, bars, note)")
                .as(Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrder("1 9 n1", "2 2 n2", "3 2", "4 2");
  }

  @Test
  void aRowThatBreaksACheckFailsTheWholeWrite() {
    TableStore store = store();
    Dataset<Row> bad =
        store.rows(Tables.PROGRESS, List.of(RowFactory.create("q", 1L, 10L, 5L, 1L, 0L, 0L, null)));
    assertThatThrownBy(() -> store.appendOnce(Tables.PROGRESS, bad, "app", 1))
        .hasStackTraceContaining("nothing_lost");
    assertThat(store.read(Tables.PROGRESS).count()).isZero();
  }

  @Test
  void anOlderTableIsMigrated() {
    TableStore store = store();
    store.replace(Tables.PROGRESS, progress(store, 1), "batch_id = 1");
    Table newer =
        Tables.PROGRESS.withMigration(
            new Migration.AddColumn(
                Column.optional("lag", ColumnType.LONG, "offsets behind the end of the log")));
    assertThat(store.read(newer).columns()).endsWith("lag");
    assertThat(store.read(newer).head().isNullAt(8)).isTrue();
    assertThatThrownBy(() -> store.read(Tables.PROGRESS)).hasMessageContaining("newer program");
  }

  @Test
  void theIcebergTwinHasTheSameRows() {
    TableStore store = store();
    store.replace(Tables.PROGRESS, progress(store, 1, 2), "batch_id < 3");
    IcebergPublisher publisher = new IcebergPublisher(store);
    assertThat(publisher.publish(Tables.PROGRESS).rows()).isEqualTo(2);
    store.replace(Tables.PROGRESS, progress(store, 4, 5, 6), "batch_id > 3");
    assertThat(publisher.publish(Tables.PROGRESS).rows()).isEqualTo(5);
  }

  /** A session keeps the first catalog that it meets under a name. */
  @Test
  void twoLakesOfOneSessionPublishEachIntoTheirOwnCatalog() {
    TableStore one = store();
    TableStore two =
        new TableStore(one.spark(), Lake.at(one.lake().localPath("another").toString()));
    one.replace(Tables.PROGRESS, progress(one, 1, 2), "batch_id < 3");
    two.replace(Tables.PROGRESS, progress(two, 1, 2, 3), "batch_id < 4");
    IcebergPublisher first = new IcebergPublisher(one);
    assertThat(first.publish(Tables.PROGRESS).rows()).isEqualTo(2);
    assertThat(new IcebergPublisher(two).publish(Tables.PROGRESS).rows()).isEqualTo(3);
    assertThat(first.read(Tables.PROGRESS).count()).isEqualTo(2);
    assertThat(two.lake().localPath("iceberg/catalog.db")).exists();
    assertThat(one.spark().conf().getOption("spark.sql.catalog.iceberg").isDefined()).isFalse();
  }

  @Test
  void registeredTablesAnswerSql() {
    TableStore store = store();
    store.replace(Tables.PROGRESS, progress(store, 1, 2), "batch_id < 3");
    store.register(Tables.PROGRESS);
    assertThat(TestSpark.session().sql("select sum(consumed) from live.progress").head().getLong(0))
        .isEqualTo(20);
    TestSpark.session().sql("drop table live.progress");
  }
}
