package org.tidemark.streaming.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.spark.metrics.source.CodegenMetrics$;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.GeneratedCode;
import org.tidemark.testkit.TestSpark;

@ExtendWith(GeneratedCode.class)
class MicroBatchIT {
  private static final String QUERY_ID = "sql.streaming.queryId";

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

  private MicroBatch.Part progress(TableStore store) {
    Row row = RowFactory.create("q", 7L, 10L, 9L, 1L, 2L, 2L, null);
    return MicroBatch.Part.of(Tables.PROGRESS, store.rows(Tables.PROGRESS, List.of(row)));
  }

  private MicroBatch.Part dead(TableStore store, String instrument, Column reason) {
    Row row = RowFactory.create("topic", "0", 3L, "NO_TICK", "detail", "raw", instrument, 7L, "q");
    return MicroBatch.Part.of(
        Tables.DEAD_LETTERS,
        store.rows(Tables.DEAD_LETTERS, List.of(row)).withColumn("reason", reason));
  }

  @Test
  void aTableThatFailsKeepsNoOtherFromTakingTheBatchAndARepeatGivesItToThatOneAlone()
      throws Exception {
    TableStore store = store();
    MicroBatch batch = MicroBatch.of(store, spark.emptyDataFrame(), 7);
    MicroBatch.Part bad =
        dead(store, "A", functions.raise_error(functions.lit("the disk is full")).cast("string"));
    assertThatThrownBy(() -> batch.append(List.of(bad, progress(store))))
        .hasStackTraceContaining("the disk is full");
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(1);
    assertThat(store.read(Tables.DEAD_LETTERS).count()).isZero();

    MicroBatch.Part good = dead(store, "A", functions.lit("NO_TICK"));
    MicroBatch.of(store, spark.emptyDataFrame(), 7).append(List.of(good, progress(store)));
    assertThat(store.read(Tables.PROGRESS).count()).isEqualTo(1);
    assertThat(store.read(Tables.DEAD_LETTERS).count()).isEqualTo(1);
  }

  @Test
  void whatSeveralFailWithIsToldTogether() {
    TableStore store = store();
    MicroBatch batch = MicroBatch.of(store, spark.emptyDataFrame(), 8);
    MicroBatch.Part one =
        dead(store, "A", functions.raise_error(functions.lit("first")).cast("string"));
    MicroBatch.Part two =
        new MicroBatch.Part(
            Tables.DEAD_LETTERS,
            "again",
            dead(store, "B", functions.raise_error(functions.lit("second")).cast("string")).rows());
    assertThatThrownBy(() -> batch.append(List.of(one, two)))
        .hasStackTraceContaining("first")
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .anySatisfy(other -> assertThat(other).hasMessageContaining("second")));
  }

  @Test
  void aBatchIsNotCompiledAnewForItsNumber() {
    assertThat(compilations(id -> MicroBatch.of(store(), spark.emptyDataFrame(), id).idColumn()))
        .isZero();
    // The twin: with a literal there is something to count.
    assertThat(compilations(functions::lit)).isPositive();
  }

  /** How much Spark compiles for a second batch after a first one of the same rows. */
  private long compilations(LongFunction<Column> idColumn) {
    Dataset<Row> rows = spark.range(0, 3, 1, 1).toDF().where("id > 1");
    assertThat(rows.select(idColumn.apply(12_345)).collectAsList())
        .containsExactly(RowFactory.create(12_345L));
    long before = CodegenMetrics$.MODULE$.METRIC_COMPILATION_TIME().getCount();
    assertThat(rows.select(idColumn.apply(67_890)).collectAsList())
        .containsExactly(RowFactory.create(67_890L));
    return CodegenMetrics$.MODULE$.METRIC_COMPILATION_TIME().getCount() - before;
  }
}
