package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tidemark.lakehouse.spark.LiveRows.APPLICATION;
import static org.tidemark.lakehouse.spark.LiveRows.content;
import static org.tidemark.lakehouse.spark.LiveRows.dataset;
import static org.tidemark.lakehouse.spark.LiveRows.files;
import static org.tidemark.lakehouse.spark.LiveRows.rows;
import static org.tidemark.lakehouse.spark.LiveRows.statistics;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.GeneratedCode;
import org.tidemark.testkit.TestSpark;

/** Tables that somebody has changed get their rows as Delta's own writer writes them. */
@ExtendWith(GeneratedCode.class)
class ChangedTablesIT {

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  private TableStore store(String lake) {
    return LiveRows.store(folder, lake);
  }

  /** Checks of others are for Delta's own writer: they may ask for the time of each write. */
  @Test
  void aCheckThatSomebodyAddsIsKept() throws IOException {
    TableStore store = store("lake");
    String location = store.lake().location(Tables.PROGRESS);
    List<InternalRow> rows = rows(Tables.PROGRESS, 50, 1);
    rows.forEach(row -> row.setLong(1, 1 + Math.abs(row.getLong(1))));
    store.appendOnce(store.fileFormat(Tables.PROGRESS).write(rows), APPLICATION, 1);
    spark.sql(
        "ALTER TABLE delta.`%s` ADD CONSTRAINT numbered CHECK (batch_id between 1 and 1e19)"
            .formatted(location));
    store.appendOnce(store.fileFormat(Tables.PROGRESS).write(rows), APPLICATION, 2);
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(100);
    rows.get(30).setLong(1, 0);
    DataFiles bad = store.fileFormat(Tables.PROGRESS).write(rows);
    assertThatThrownBy(() -> store.appendOnce(bad, APPLICATION, 3))
        .hasStackTraceContaining("numbered");
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(100);
  }

  /** Delta takes names of properties in any case; a table may have been made with this one. */
  @Test
  void aCheckOfAnyCaseIsKept() {
    TableStore store = store("lake");
    DeltaTable.create(spark)
        .location(store.lake().location(Tables.PROGRESS))
        .addColumns(TableSchemas.of(Tables.PROGRESS))
        .property("Delta.Constraints.Numbered", "batch_id > 0")
        .property("delta.dataSkippingStatsColumns", "query,batch_id")
        .execute();
    InternalRow row = rows(Tables.PROGRESS, 1, 1).get(0);
    row.setLong(1, 0);
    DataFiles bad = store.fileFormat(Tables.PROGRESS).write(List.of(row));
    assertThatThrownBy(() -> store.appendOnce(bad, APPLICATION, 1))
        .hasStackTraceContaining("violated by row");
  }

  /** What a table came to demand after the files were written, Delta's own writer sees to. */
  @Test
  void aTableThatHasChangedMeanwhileGetsTheRowsWrittenAnew() throws IOException {
    TableStore store = store("lake");
    String location = store.lake().location(Tables.PROGRESS);
    List<InternalRow> rows = rows(Tables.PROGRESS, 50, 1);
    rows.forEach(row -> row.setLong(1, 1 + Math.abs(row.getLong(1))));
    DataFiles good = store.fileFormat(Tables.PROGRESS).write(rows);
    rows.get(30).setLong(1, 0);
    DataFiles bad = store.fileFormat(Tables.PROGRESS).write(rows);
    spark.sql(
        "ALTER TABLE delta.`%s` ADD CONSTRAINT numbered CHECK (batch_id > 0)".formatted(location));
    assertThatThrownBy(() -> store.appendOnce(bad, APPLICATION, 1))
        .hasStackTraceContaining("numbered");
    store.appendOnce(good, APPLICATION, 1);
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(50);
    assertThat(files(store, Tables.PROGRESS))
        .isNotEmpty()
        .doesNotContain(good.files().get(0).name(), bad.files().get(0).name());
  }

  /** Rows that are to be written anew must be there: none is lost with a number that is taken. */
  @Test
  void aFileThatIsGoneOrEmptyIsNoFileWithoutRows() throws IOException {
    TableStore store = store("lake");
    List<InternalRow> rows = rows(Tables.PROGRESS, 50, 1);
    rows.forEach(row -> row.setLong(1, 1 + Math.abs(row.getLong(1))));
    DataFiles written = store.fileFormat(Tables.PROGRESS).write(rows);
    spark.sql(
        "ALTER TABLE delta.`%s` ADD CONSTRAINT numbered CHECK (batch_id > 0)"
            .formatted(store.lake().location(Tables.PROGRESS)));
    Path file = Path.of(written.format().path(written.files().get(0).name()).toUri());
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    assertThatThrownBy(() -> store.appendOnce(written, APPLICATION, 1))
        .hasStackTraceContaining("not empty");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> store.appendOnce(written, APPLICATION, 1))
        .hasStackTraceContaining("not empty");
    Files.write(file, bytes);
    store.appendOnce(written, APPLICATION, 1);
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(50);
  }

  @Test
  void aTableWithMappedNamesOrPartitionsGetsItsRowsFromDeltasOwnWriter() throws IOException {
    TableStore mapped = store("mapped");
    String location = mapped.lake().location(Tables.LIVE_TICKS);
    mapped.ensure(Tables.LIVE_TICKS);
    spark.sql(
        "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.columnMapping.mode' = 'name',"
                .formatted(location)
            + " 'delta.minReaderVersion' = '2', 'delta.minWriterVersion' = '5')");
    spark.sql("ALTER TABLE delta.`%s` RENAME COLUMN wire TO other".formatted(location));
    spark.sql("ALTER TABLE delta.`%s` RENAME COLUMN other TO wire".formatted(location));
    TableStore parted = store("parted");
    dataset(spark, Tables.LIVE_TICKS, List.of())
        .write()
        .format("delta")
        .partitionBy("query")
        .save(parted.lake().location(Tables.LIVE_TICKS));
    List<InternalRow> rows = rows(Tables.LIVE_TICKS, 20, 3);
    TableStore plain = store("plain");
    plain.appendOnce(plain.fileFormat(Tables.LIVE_TICKS).write(rows), APPLICATION, 1);
    for (TableStore store : List.of(mapped, parted)) {
      DataFiles files = store.fileFormat(Tables.LIVE_TICKS).write(rows);
      store.appendOnce(files, APPLICATION, 1);
      store.appendOnce(store.fileFormat(Tables.LIVE_TICKS).write(rows), APPLICATION, 1);
      assertThat(content(store, Tables.LIVE_TICKS)).isEqualTo(content(plain, Tables.LIVE_TICKS));
      assertThat(files(store, Tables.LIVE_TICKS)).doesNotContain(files.files().get(0).name());
    }
    assertThat(
            DeltaTable.forPath(spark, parted.lake().location(Tables.LIVE_TICKS))
                .toDF()
                .inputFiles())
        .hasSizeGreaterThan(1);
  }

  @Test
  void aColumnThatSomebodyAddsIsNullInLaterFiles() {
    TableStore store = store("lake");
    String location = store.lake().location(Tables.LIVE_TICKS);
    store.appendOnce(
        store.fileFormat(Tables.LIVE_TICKS).write(rows(Tables.LIVE_TICKS, 3, 1)), APPLICATION, 1);
    spark.sql("ALTER TABLE delta.`%s` ADD COLUMNS (note STRING)".formatted(location));
    DataFileFormat format = store.fileFormat(Tables.LIVE_TICKS);
    store.appendOnce(format.write(rows(Tables.LIVE_TICKS, 4, 2)), APPLICATION, 2);
    assertThat(store.read(Tables.LIVE_TICKS).where("note is null").count()).isEqualTo(7);
  }

  /** A check of columns that this program does not know is for Delta's own writer. */
  @Test
  void aCheckOfAnAddedColumnIsKeptToo() throws IOException {
    TableStore store = store("lake");
    String location = store.lake().location(Tables.PROGRESS);
    store.ensure(Tables.PROGRESS);
    spark.sql("ALTER TABLE delta.`%s` ADD COLUMNS (note STRING)".formatted(location));
    spark.sql(
        "ALTER TABLE delta.`%s` ADD CONSTRAINT noted CHECK (note is null or batch_id > 0)"
            .formatted(location));
    DataFiles files = store.fileFormat(Tables.PROGRESS).write(rows(Tables.PROGRESS, 5, 1));
    store.appendOnce(files, APPLICATION, 1);
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(5);
    assertThat(files(store, Tables.PROGRESS)).doesNotContain(files.files().get(0).name());
  }

  /** So are statistics of other kinds than are kept here. */
  @Test
  void aTableThatWantsRangesOfTimesGetsThem() throws JsonProcessingException {
    TableStore store = store("lake");
    String location = store.lake().location(Tables.LIVE_TICKS);
    store.ensure(Tables.LIVE_TICKS);
    spark.sql(
        "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('delta.dataSkippingStatsColumns' = 'event_time')"
            .formatted(location));
    store.appendOnce(
        store.fileFormat(Tables.LIVE_TICKS).write(rows(Tables.LIVE_TICKS, 5, 1)), APPLICATION, 1);
    assertThat(store.read(Tables.LIVE_TICKS).count()).isEqualTo(5);
    assertThat(statistics(spark, store, Tables.LIVE_TICKS).at("/minValues/event_time").isTextual())
        .isTrue();
  }

  /**
   * As a lake of an earlier program is: no check of the way it was made keeps it from the fast way.
   */
  @Test
  void aTableOfAnEarlierProgramGetsItsFilesAsTheyAre() throws IOException {
    for (Table table : LiveRows.tables()) {
      TableStore earlier = store("lake");
      earlier.ensure(
          new Table(
              table.schema(),
              table.name(),
              table.grain(),
              List.of(table.columnNames().get(0)),
              table.migrations().subList(0, 1),
              table.checks()));
      TableStore store = store("lake");
      DataFiles files = store.fileFormat(table).write(rows(table, 5, 1));
      store.appendOnce(files, APPLICATION, 1);
      assertThat(store.read(table).count()).isEqualTo(5);
      assertThat(files(store, table)).containsExactly(files.files().get(0).name());
    }
  }
}
