package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tidemark.lakehouse.spark.LiveRows.APPLICATION;
import static org.tidemark.lakehouse.spark.LiveRows.content;
import static org.tidemark.lakehouse.spark.LiveRows.counts;
import static org.tidemark.lakehouse.spark.LiveRows.dataset;
import static org.tidemark.lakehouse.spark.LiveRows.files;
import static org.tidemark.lakehouse.spark.LiveRows.rows;
import static org.tidemark.lakehouse.spark.LiveRows.statistics;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.GeneratedCode;
import org.tidemark.testkit.TestSpark;
import scala.reflect.ClassTag;

/** The slow twin is Delta's own writer. */
@ExtendWith(GeneratedCode.class)
class DataFilesIT {

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  private TableStore store(String lake) {
    return LiveRows.store(folder, lake);
  }

  static List<Table> live() {
    return LiveRows.tables();
  }

  /** Also of one row: a column may have nothing but nulls then. */
  @ParameterizedTest
  @MethodSource("live")
  void rowsStatisticsAndCountsAreThoseOfDeltasOwnWriter(Table table) throws Exception {
    for (int n : new int[] {1, 200}) {
      TableStore fast = store("fast" + n);
      TableStore slow = store("slow" + n);
      List<InternalRow> rows = rows(table, n, 7);
      DataFiles written = fast.fileFormat(table).write(rows);
      fast.appendOnce(written, APPLICATION, 1);
      slow.append(table, dataset(spark, table, rows));
      assertThat(content(fast, table)).hasSize(n).isEqualTo(content(slow, table));
      assertThat(statistics(spark, fast, table)).isEqualTo(statistics(spark, slow, table));
      assertThat(files(fast, table))
          .as("not written anew")
          .containsExactly(written.files().get(0).name());
      Map<String, String> counts = new HashMap<>(counts(spark, slow, table));
      // These files are some bytes shorter: bulky columns have no ranges in them.
      counts.put("numOutputBytes", Long.toString(written.files().get(0).bytes()));
      assertThat(counts(spark, fast, table)).isEqualTo(counts).containsEntry("numFiles", "1");
    }
  }

  @Test
  void aNumberIsTakenOnceAndFilesThatAreNotNeededAreDeleted() throws IOException {
    TableStore store = store("lake");
    DataFileFormat format = store.fileFormat(Tables.LIVE_TICKS);
    store.appendOnce(format.write(rows(Tables.LIVE_TICKS, 5, 1)), APPLICATION, 3);
    store.appendOnce(format.write(rows(Tables.LIVE_TICKS, 5, 1)), APPLICATION, 3);
    store.appendOnce(format.write(rows(Tables.LIVE_TICKS, 4, 2)), APPLICATION, 2);
    assertThat(store.read(Tables.LIVE_TICKS).count()).isEqualTo(5);
    assertThat(files(store, Tables.LIVE_TICKS)).hasSize(1);
    assertThat(store.lastNumber(Tables.LIVE_TICKS, APPLICATION)).hasValue(3);
  }

  @Test
  void noRowsAreNoFileAndNoCommit() throws IOException {
    TableStore store = store("lake");
    DataFiles none = store.fileFormat(Tables.LIVE_TICKS).write(List.of());
    long before = store.version(Tables.LIVE_TICKS);
    store.appendOnce(none, APPLICATION, 1);
    assertThat(store.version(Tables.LIVE_TICKS)).isEqualTo(before);
    assertThat(files(store, Tables.LIVE_TICKS)).isEmpty();
  }

  /** Delta shortens texts of more than 32 characters in its statistics; here they are whole. */
  @Test
  void longTextsAreFoundByTheirRanges() {
    TableStore store = store("lake");
    String start = "long/".repeat(20);
    RowShape.Making making = shape(start);
    for (int i = 0; i < 3; i++) {
      InternalRow row = making.of(new GenericInternalRow(new Object[] {text(start + i), (long) i}));
      store.appendOnce(store.fileFormat(Tables.DEAD_LETTERS).write(List.of(row)), APPLICATION, i);
    }
    for (int i = 0; i < 3; i++) {
      assertThat(
              store
                  .read(Tables.DEAD_LETTERS)
                  .where("source_partition = '" + start + i + "'")
                  .count())
          .isEqualTo(1);
    }
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }

  private static RowShape.Making shape(String source) {
    StructType given = new StructType().add("source_partition", "string").add("id", "bigint");
    return RowShape.of(Tables.DEAD_LETTERS, given)
        .withNamed("source_offset", "id")
        .with("source", source)
        .with("reason", "NO_TICK")
        .with("detail", "none")
        .with("raw", "raw")
        .with("batch_id", 7)
        .begin();
  }

  @Test
  void aNullInARequiredColumnIsRefusedByNameAndLeavesNoFile() throws IOException {
    TableStore store = store("lake");
    InternalRow row = rows(Tables.LIVE_TICKS, 1, 1).get(0);
    row.setNullAt(Tables.LIVE_TICKS.columnNames().indexOf("wire"));
    DataFileFormat format = store.fileFormat(Tables.LIVE_TICKS);
    assertThatThrownBy(() -> format.write(List.of(row)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("live.ticks has no wire");
    assertThat(files(store, Tables.LIVE_TICKS)).isEmpty();
  }

  @Test
  void aRowThatMissesACheckIsRefusedByItsName() throws IOException {
    TableStore store = store("lake");
    InternalRow row = rows(Tables.PROGRESS, 1, 1).get(0);
    row.setLong(2, row.getLong(2) + 1);
    DataFileFormat format = store.fileFormat(Tables.PROGRESS);
    assertThatThrownBy(() -> format.write(List.of(row)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nothing_lost");
    assertThat(files(store, Tables.PROGRESS)).isEmpty();
  }

  /** A caller that tries again does not delete what its first try has committed. */
  @Test
  void theSameFilesTwiceAreThereOnce() throws IOException {
    TableStore store = store("lake");
    DataFiles files = store.fileFormat(Tables.LIVE_TICKS).write(rows(Tables.LIVE_TICKS, 5, 1));
    store.appendOnce(files, APPLICATION, 1);
    store.appendOnce(files, APPLICATION, 1);
    files.delete();
    assertThat(store.read(Tables.LIVE_TICKS).count()).isEqualTo(5);
    assertThat(files(store, Tables.LIVE_TICKS)).hasSize(1);
  }

  /** As an executor reads it, with either of Spark's serializers. */
  @Test
  void aFormatThatHasTravelledWritesTheSameRows() {
    TableStore store = store("lake");
    List<InternalRow> rows = rows(Tables.PROGRESS, 5, 1);
    DataFileFormat format = store.fileFormat(Tables.PROGRESS);
    int number = 0;
    for (Serializer serializer :
        List.of(new JavaSerializer(new SparkConf()), new KryoSerializer(new SparkConf()))) {
      SerializerInstance instance = serializer.newInstance();
      ClassTag<ArrayList<DataFileFormat>> type = ClassTag.apply(ArrayList.class);
      ArrayList<DataFileFormat> there =
          instance.deserialize(instance.serialize(new ArrayList<>(List.of(format)), type), type);
      store.appendOnce(there.get(0).write(rows), APPLICATION, ++number);
    }
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(10);
    InternalRow wrong = rows.get(0).copy();
    wrong.setLong(2, wrong.getLong(2) + 1);

    assertThatThrownBy(() -> format.write(List.of(wrong))).hasMessageContaining("nothing_lost");
  }

  /** Also where Delta's own writer reads the files, of which there may be several. */
  @Test
  void aLakeMayHaveAnyName() {
    TableStore plain = store("plain");
    TableStore store = store("a run[2]{a}?*%20");
    String location = store.lake().location(Tables.LIVE_TICKS);
    for (int number = 1; number < 3; number++) {
      for (TableStore each : List.of(plain, store)) {
        DataFileFormat format = each.fileFormat(Tables.LIVE_TICKS);
        List<DataFile> files = new ArrayList<>();
        for (int seed = 0; seed < 3; seed++) {
          files.addAll(format.write(rows(Tables.LIVE_TICKS, 5, seed)).files());
        }
        each.appendOnce(new DataFiles(format, files), APPLICATION, number);
      }
      assertThat(content(store, Tables.LIVE_TICKS))
          .hasSize(15 * number)
          .isEqualTo(content(plain, Tables.LIVE_TICKS));
      spark.sql(
          "ALTER TABLE delta.`%s` ADD CONSTRAINT numbered%d CHECK (batch_id is not null)"
              .formatted(location, number));
    }
  }
}
