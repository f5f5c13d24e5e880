package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.tables.DeltaTable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.GeneratedCode;
import org.tidemark.testkit.TestSpark;
import scala.Option;
import scala.reflect.ClassTag;

/** The slow twin is Delta's own writer. */
@ExtendWith(GeneratedCode.class)
class DataFilesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String APPLICATION = "a-query/ticks";

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  private TableStore store(String lake) {
    return new TableStore(spark, Lake.at(folder.resolve(lake).toString()));
  }

  static List<Table> live() {
    return Tables.all().stream().filter(table -> table.schema().equals("live")).toList();
  }

  /** Rows of any values; counts of ticks add up. */
  private static List<InternalRow> rows(Table table, int n, long seed) {
    Random random = new Random(seed);
    UnsafeProjection compact = UnsafeProjection.create(TableSchemas.ofFiles(table));
    return Stream.generate(() -> row(table, random))
        .limit(n)
        .<InternalRow>map(row -> compact.apply(row).copy())
        .toList();
  }

  private static InternalRow row(Table table, Random random) {
    Object[] values =
        table.columns().stream()
            .map(c -> !c.isRequired() && random.nextBoolean() ? null : value(c, random))
            .toArray();
    if (table.equals(Tables.PROGRESS)) {
      values[2] = (long) values[3] + (long) values[4];
    }
    return new GenericInternalRow(values);
  }

  private static Object value(Column column, Random random) {
    return switch (column.type()) {
      case STRING -> UTF8String.fromString("é" + Integer.toString(random.nextInt(1000), 36));
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case LONG -> (long) random.nextInt();
      case FLOAT -> random.nextInt(9) == 0 ? Float.NaN : random.nextFloat();
      case DOUBLE -> random.nextInt(9) == 0 ? -0.0 : random.nextGaussian();
      case FLOATS -> UnsafeArrayData.fromPrimitiveArray(new float[] {random.nextFloat(), 0f, -0f});
      case DOUBLES -> UnsafeArrayData.fromPrimitiveArray(new double[] {random.nextDouble()});
      case TIMESTAMP -> random.nextInt() * 1_000_003L;
      case DATE -> random.nextInt(20_000);
      case BINARY -> new byte[] {1, 0, (byte) random.nextInt()};
      case DECIMAL, DECIMALS -> throw new IllegalArgumentException("no live table has decimals");
    };
  }

  private Dataset<Row> dataset(Table table, List<InternalRow> rows) {
    StructType schema = TableSchemas.open(table);
    return ((org.apache.spark.sql.classic.SparkSession) spark)
        .internalCreateDataFrame(
            JavaSparkContext.fromSparkContext(spark.sparkContext()).parallelize(rows, 1).rdd(),
            schema,
            false);
  }

  private static List<String> content(TableStore store, Table table) {
    return store
        .read(table)
        .selectExpr("to_json(struct(*)) as row")
        .orderBy("row")
        .as(Encoders.STRING())
        .collectAsList();
  }

  /** Of the one file of a table. */
  private JsonNode statistics(TableStore store, Table table) throws JsonProcessingException {
    return JSON.readTree(
        DeltaLog.forTable(spark, store.lake().location(table))
            .update(false, Option.empty(), Option.empty())
            .allFiles()
            .head()
            .stats());
  }

  private static List<String> files(TableStore store, Table table) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(URI.create(store.lake().location(table))))) {
      return all.map(p -> p.getFileName().toString()).filter(n -> n.endsWith(".parquet")).toList();
    }
  }

  @ParameterizedTest
  @MethodSource("live")
  void rowsAndStatisticsAreThoseOfDeltasOwnWriter(Table table) throws Exception {
    TableStore fast = store("fast");
    TableStore slow = store("slow");
    List<InternalRow> rows = rows(table, 200, 7);
    DataFiles written = fast.fileFormat(table).write(rows);
    fast.appendOnce(written, APPLICATION, 1);
    slow.append(table, dataset(table, rows));
    assertThat(content(fast, table)).hasSize(200).isEqualTo(content(slow, table));
    assertThat(statistics(fast, table)).isEqualTo(statistics(slow, table));
    assertThat(files(fast, table))
        .as("not written anew")
        .containsExactly(written.files().get(0).name());
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

  /** Checks of others are for Delta's own writer: they may ask for the time of each write. */
  @Test
  void aCheckThatSomebodyAddsIsKept() throws IOException {
    TableStore store = store("lake");
    String location = store.lake().location(Tables.PROGRESS);
    List<InternalRow> rows = rows(Tables.PROGRESS, 50, 1);
    rows.forEach(row -> row.setLong(1, 1 + Math.abs(row.getLong(1))));
    store.appendOnce(store.fileFormat(Tables.PROGRESS).write(rows), APPLICATION, 1);
    spark.sql(
        "ALTER TABLE delta.`%s` ADD CONSTRAINT numbered CHECK (batch_id between 1 and 1e15)"
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
        .hasStackTraceContaining("batch_id");
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

  @Test
  void aLakeMayHaveAnyName() throws IOException {
    TableStore store = store("run[2]{a}?*");
    store.ensure(Tables.LIVE_TICKS);
    String location = store.lake().location(Tables.LIVE_TICKS);
    List<InternalRow> rows = rows(Tables.LIVE_TICKS, 5, 1);
    store.appendOnce(store.fileFormat(Tables.LIVE_TICKS).write(rows), APPLICATION, 1);
    spark.sql(
        "ALTER TABLE delta.`%s` ADD CONSTRAINT numbered CHECK (batch_id is not null)"
            .formatted(location));
    store.appendOnce(store.fileFormat(Tables.LIVE_TICKS).write(rows), APPLICATION, 2);
    assertThat(store.read(Tables.LIVE_TICKS).count()).isEqualTo(10);
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
    bad.delete();
    store.appendOnce(good, APPLICATION, 1);
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(50);
    assertThat(files(store, Tables.PROGRESS))
        .isNotEmpty()
        .doesNotContain(good.files().get(0).name(), bad.files().get(0).name());
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
    dataset(Tables.LIVE_TICKS, List.of())
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
    assertThat(statistics(store, Tables.LIVE_TICKS).at("/minValues/event_time").isTextual())
        .isTrue();
  }
}
