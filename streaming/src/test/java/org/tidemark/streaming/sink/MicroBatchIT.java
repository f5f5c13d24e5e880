package org.tidemark.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.metrics.source.CodegenMetrics$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.RowShape;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.GeneratedCode;
import org.tidemark.testkit.TestSpark;

@ExtendWith(GeneratedCode.class)
class MicroBatchIT {
  private static final String QUERY_ID = "sql.streaming.queryId";
  private static final String LONG = "x".repeat(4_000);
  private static final List<Table> TABLES = List.of(Tables.DEAD_LETTERS, Tables.LIVE_TICKS);

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  @BeforeEach
  void asAQueryDoes() {
    spark.sparkContext().setLocalProperty(QUERY_ID, "a-query");
  }

  @AfterEach
  void noQueryAnyMore() {
    spark.sparkContext().setLocalProperty(QUERY_ID, null);
  }

  private TableStore store() {
    return new TableStore(spark, Lake.at(folder.toString()));
  }

  private MicroBatch batch(TableStore store, Dataset<Row> rows, long id) {
    return new MicroBatches(store).at(rows, id);
  }

  private static InternalRow progress() {
    return RowShape.of(Tables.PROGRESS, new StructType())
        .with("query", "q")
        .with("batch_id", 7)
        .with("consumed", 10)
        .with("valid", 9)
        .with("dead", 1)
        .with("bars", 2)
        .with("scored", 2)
        .only();
  }

  private static RowShape letters(StructType given, String detail) {
    return RowShape.of(Tables.DEAD_LETTERS, given)
        .with("source", "topic")
        .with("source_partition", "0")
        .withNamed("source_offset", "id")
        .with("reason", "NO_TICK")
        .with("detail", detail)
        .with("raw", "raw")
        .with("batch_id", 7);
  }

  private static MicroBatch.Part dead(TableStore store) {
    StructType one = new StructType().add("id", "bigint");
    InternalRow row = letters(one, "none").begin().of(new GenericInternalRow(new Object[] {3L}));
    return new MicroBatch.Part(
        "dead_letters", () -> store.fileFormat(Tables.DEAD_LETTERS).write(List.of(row)));
  }

  private static MicroBatch.Part failing(String name, String why) {
    return new MicroBatch.Part(
        name,
        () -> {
          throw new IllegalStateException(why);
        });
  }

  private static MicroBatch.Part progress(TableStore store) {
    return new MicroBatch.Part(
        "progress", () -> store.fileFormat(Tables.PROGRESS).write(List.of(progress())));
  }

  /** Makes dead letters of all rows but those of a number, at which it fails. */
  private record Letters(StructType given, String detail, long fails) implements RowRouter<Long> {
    @Override
    public StructType takes() {
      return given;
    }

    @Override
    public Route<Long> begin(Outlets outlets) {
      Consumer<InternalRow> out = outlets.to(letters(given, detail));
      return new Route<>() {
        private long rows;

        @Override
        public void take(InternalRow row) {
          if (row.getLong(0) == fails) {
            throw new IllegalStateException("row " + fails + " cannot be taken");
          }
          rows++;
          out.accept(row);
        }

        @Override
        public Long total() {
          return rows;
        }
      };
    }
  }

  private long dataFiles(TableStore store, Table table) throws IOException {
    try (Stream<Path> all = Files.list(Path.of(URI.create(store.lake().location(table))))) {
      return all.filter(p -> p.toString().endsWith(".parquet")).count();
    }
  }

  /** Makes dead letters of all rows and appends them. */
  private void write(TableStore store, Dataset<Row> rows, String detail, long id) throws Exception {
    MicroBatch batch = batch(store, rows, id);
    RowRouter<Long> router = new Letters(rows.schema(), detail, -1);
    try (Routed<Long> routed = batch.route(TABLES, router)) {
      batch.append(List.of(routed.part(Tables.DEAD_LETTERS)));
    }
  }

  @Test
  void fewRowsOfManyTasksComeIntoOneFile() throws Exception {
    TableStore store = store();
    Dataset<Row> rows = spark.range(0, 1_000, 1, 7).toDF();
    MicroBatch batch = batch(store, rows, 7);
    try (Routed<Long> routed = batch.route(TABLES, new Letters(rows.schema(), "few", -1))) {
      assertThat(routed.totals()).hasSize(7).satisfies(t -> assertThat(sum(t)).isEqualTo(1_000));
      assertThat(store.read(Tables.DEAD_LETTERS).count()).as("nothing is committed").isZero();
      batch.append(TABLES.stream().map(routed::part).toList());
    }
    assertThat(ids(store)).isEqualTo(1_000);
    assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isEqualTo(1);
    assertThat(store.version(Tables.LIVE_TICKS)).as("no rows are no commit").isZero();
  }

  @Test
  void manyRowsOfATaskAreAFileOfTheirOwn() throws Exception {
    TableStore store = store();
    // Of two tasks one has 1,600 rows and the other 200, with a text of 4,000 bytes each.
    write(store, spark.range(0, 3_200, 1, 2).toDF().where("id < 1600 or id >= 3000"), LONG, 7);
    assertThat(ids(store)).isEqualTo(1_800);
    assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isEqualTo(2);
  }

  /** Of a cluster's state partitions each keeps the less, the more of them there are. */
  @Test
  void rowsOfManyTasksComeIntoOneFileUpToWhatTheDriverTakesOfAll() throws Exception {
    TableStore store = store();
    // Of 200 tasks each may keep a third of a megabyte: 70 rows of 4,000 bytes, not 90.
    write(store, spark.range(0, 200 * 70, 1, 200).toDF(), LONG, 7);
    assertThat(ids(store)).isEqualTo(200 * 70);
    assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isEqualTo(1);
    write(store, spark.range(0, 200 * 90, 1, 200).toDF(), LONG, 8);
    assertThat(ids(store)).isEqualTo(200 * 90);
    assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isEqualTo(1 + 200);
  }

  @Test
  void aTaskThatFailsLeavesNoFile() throws Exception {
    TableStore store = store();
    Dataset<Row> rows = spark.range(0, 3_000, 1, 1).toDF();
    RowRouter<Long> router = new Letters(rows.schema(), LONG, 2_999);
    assertThatThrownBy(() -> batch(store, rows, 7).route(TABLES, router))
        .hasStackTraceContaining("row 2999 cannot be taken");
    assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isZero();
  }

  @Test
  void filesThatNobodyAppendsAreDeleted() throws Exception {
    TableStore store = store();
    Dataset<Row> rows = spark.range(0, 3_000, 1, 1).toDF();
    MicroBatch batch = batch(store, rows, 7);
    RowRouter<Long> router = new Letters(rows.schema(), LONG, -1);
    try (Routed<Long> routed = batch.route(TABLES, router)) {
      assertThat(routed.totals()).containsExactly(3_000L);
      assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isEqualTo(1);
    }
    assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isZero();
  }

  @Test
  void aBatchThatIsRepeatedIsTakenOnceAndItsNewFilesAreDeleted() throws Exception {
    TableStore store = store();
    Dataset<Row> rows = spark.range(0, 3_000, 1, 1).toDF();
    for (int time = 0; time < 2; time++) {
      write(store, rows, LONG, 7);
    }
    assertThat(ids(store)).isEqualTo(3_000);
    assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isEqualTo(1);
    assertThat(MicroBatches.lastTaken(store, "a-query", Tables.DEAD_LETTERS)).hasValue(7);
  }

  @Test
  void aTableThatTheBatchDoesNotWriteIsRefusedByName() throws Exception {
    TableStore store = store();
    Dataset<Row> rows = spark.range(0, 1, 1, 1).toDF();
    List<Table> ticks = List.of(Tables.LIVE_TICKS);
    RowRouter<Long> router = new Letters(rows.schema(), "few", -1);
    assertThatThrownBy(() -> batch(store, rows, 7).route(ticks, router))
        .hasStackTraceContaining("live.dead_letters is none of [live.ticks]");
    try (Routed<Long> routed = batch(store, rows, 7).route(ticks, new Nowhere(rows.schema()))) {
      assertThatThrownBy(() -> routed.part(Tables.DEAD_LETTERS))
          .hasMessageContaining("does not write live.dead_letters");
    }
  }

  /** Keeps nothing. */
  private record Nowhere(StructType takes) implements RowRouter<Long> {
    @Override
    public Route<Long> begin(Outlets outlets) {
      return new Route<>() {
        @Override
        public void take(InternalRow row) {}

        @Override
        public Long total() {
          return 0L;
        }
      };
    }
  }

  /** To read a value as another type would read memory that is not the row's. */
  @Test
  void rowsOfAnotherSchemaAreRefused() {
    Dataset<Row> rows = spark.range(0, 1, 1, 1).selectExpr("cast(id as string) as id");
    RowRouter<Long> router = new Letters(new StructType().add("id", "bigint"), "few", -1);
    assertThatThrownBy(() -> batch(store(), rows, 7).route(TABLES, router))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("STRUCT<id: STRING NOT NULL>");
  }

  /** Tables of a task share what it may keep: the one with most rows gets the file. */
  @Test
  void theTableWithMostRowsGetsTheFile() throws Exception {
    TableStore store = store();
    Dataset<Row> rows = spark.range(0, 3_000, 1, 1).toDF();
    MicroBatch batch = batch(store, rows, 7);
    try (Routed<Long> routed = batch.route(TABLES, new Both(rows.schema()))) {
      assertThat(dataFiles(store, Tables.DEAD_LETTERS)).isEqualTo(1);
      assertThat(dataFiles(store, Tables.LIVE_TICKS)).isZero();
      batch.append(TABLES.stream().map(routed::part).toList());
    }
    assertThat(ids(store)).isEqualTo(3_000);
    assertThat(store.read(Tables.LIVE_TICKS).count()).isEqualTo(3_000);
    assertThat(dataFiles(store, Tables.LIVE_TICKS)).isEqualTo(1);
  }

  /** Of each row a long dead letter and a short tick. */
  private record Both(StructType takes) implements RowRouter<Long> {
    @Override
    public Route<Long> begin(Outlets outlets) {
      Consumer<InternalRow> letters = outlets.to(letters(takes, LONG));
      Consumer<InternalRow> ticks =
          outlets.to(
              RowShape.of(Tables.LIVE_TICKS, takes)
                  .withNamed("offset", "id")
                  .withNamed("event_time_nanos", "id")
                  .withTime("event_time", "id")
                  .with("query", "q")
                  .with("instrument", "A")
                  .with("arrival_nanos", 1)
                  .with("wire", "{}")
                  .with("source", "topic")
                  .with("source_partition", "0")
                  .withNamed("source_offset", "id")
                  .with("batch_id", 7));
      return new Route<>() {
        @Override
        public void take(InternalRow row) {
          letters.accept(row);
          ticks.accept(row);
        }

        @Override
        public Long total() {
          return 0L;
        }
      };
    }
  }

  /** A batch is not compiled anew for its number: each would be slow as the first. */
  @Test
  void laterBatchesCompileNothing() throws Exception {
    TableStore store = store();
    Dataset<Row> rows = spark.range(0, 3, 1, 1).toDF();
    for (int id = 0; id < 2; id++) {
      write(store, rows, "few", id);
    }
    long before = CodegenMetrics$.MODULE$.METRIC_COMPILATION_TIME().getCount();
    write(store, rows, "few", 12_345);
    assertThat(CodegenMetrics$.MODULE$.METRIC_COMPILATION_TIME().getCount()).isEqualTo(before);
    // The twin: with the number in the plan there is something to compile.
    spark.range(3).where("id * 67890 > 5").selectExpr("id + 67890").collectAsList();
    assertThat(CodegenMetrics$.MODULE$.METRIC_COMPILATION_TIME().getCount()).isGreaterThan(before);
  }

  private static long sum(List<? extends Long> of) {
    return of.stream().mapToLong(n -> n).sum();
  }

  /** Rows, each of another offset. */
  private static long ids(TableStore store) {
    return store.read(Tables.DEAD_LETTERS).select("source_offset").distinct().count();
  }

  @Test
  void aTableThatFailsKeepsNoOtherFromTakingTheBatchAndARepeatGivesItToThatOneAlone()
      throws Exception {
    TableStore store = store();
    store.ensure(Tables.DEAD_LETTERS);
    MicroBatch batch = batch(store, spark.emptyDataFrame(), 7);
    MicroBatch.Part bad = failing("dead_letters", "the disk is full");
    assertThatThrownBy(() -> batch.append(List.of(bad, progress(store))))
        .hasStackTraceContaining("the disk is full");
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(1);
    assertThat(store.read(Tables.DEAD_LETTERS).count()).isZero();

    batch(store, spark.emptyDataFrame(), 7).append(List.of(dead(store), progress(store)));
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(1);
    assertThat(store.read(Tables.DEAD_LETTERS).count()).isEqualTo(1);
  }

  @Test
  void whatSeveralFailWithIsToldTogether() {
    MicroBatch batch = batch(store(), spark.emptyDataFrame(), 8);
    List<MicroBatch.Part> parts =
        List.of(failing("dead_letters", "first"), failing("ticks", "second"));
    assertThatThrownBy(() -> batch.append(parts))
        .hasStackTraceContaining("first")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .anySatisfy(other -> assertThat(other).hasMessageContaining("second")));
  }
}
