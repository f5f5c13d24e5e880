package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.exceptions.ConcurrentTransactionException;
import io.delta.tables.DeltaTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.testkit.TestSpark;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** The slow twin is Delta's own writer with {@code txnAppId} and {@code txnVersion}. */
class NumberedAppendsIT {
  private static final AtomicBoolean OVERTAKEN = new AtomicBoolean();
  private static final List<String> APPLICATIONS = List.of("a", "b", "c");
  private static final int STEPS = 30;

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  private String table(String name) {
    String location = folder.resolve(name).toString();
    spark.range(0).coalesce(1).write().format("delta").save(location);
    return location;
  }

  private Dataset<Row> row(long id) {
    return spark.range(id, id + 1).coalesce(1).toDF();
  }

  private static void slowly(String location, Dataset<Row> rows, String application, long number) {
    rows.write()
        .format("delta")
        .mode(SaveMode.Append)
        .option("txnAppId", application)
        .option("txnVersion", number)
        .save(location);
  }

  private Map<String, Object> stored(String location) {
    DeltaLog.invalidateCache(spark, new org.apache.hadoop.fs.Path(location));
    return CollectionConverters.asJava(
        DeltaLog.forTable(spark, location)
            .update(false, Option.empty(), Option.empty())
            .transactions());
  }

  private void checkpoint(String location) {
    DeltaLog log = DeltaLog.forTable(spark, location);
    log.checkpoint(log.update(false, Option.empty(), Option.empty()), Option.empty());
  }

  /** A new process looks: the last number, and how many jobs of Spark that took. */
  private List<Long> look(String location, String application) throws TimeoutException {
    DeltaLog.invalidateCache(spark, new org.apache.hadoop.fs.Path(location));
    String group = "look-" + System.nanoTime();
    spark.sparkContext().setJobGroup(group, group, false);
    try {
      long last = new NumberedAppends().last(spark, location, application).orElse(-1);
      spark.sparkContext().listenerBus().waitUntilEmpty(10_000);
      return List.of(
          last, (long) spark.sparkContext().statusTracker().getJobIdsForGroup(group).length);
    } finally {
      spark.sparkContext().clearJobGroup();
    }
  }

  private List<Long> ids(String location) {
    return spark
        .read()
        .format("delta")
        .load(location)
        .select("id")
        .orderBy("id")
        .as(Encoders.LONG())
        .collectAsList();
  }

  /** Two writers at a time, of which any begins anew, and somebody who works on the same table. */
  @Test
  void theTableAndItsNumbersAreThoseOfDeltasOwnWriter() {
    Random random = new Random(3);
    String fast = table("fast");
    String slow = table("slow");
    NumberedAppends[] writers = {new NumberedAppends(), new NumberedAppends()};
    for (int step = 1; step <= STEPS; step++) {
      String application = APPLICATIONS.get(random.nextInt(APPLICATIONS.size()));
      long last = ((Number) stored(slow).getOrDefault(application, -1L)).longValue();
      long number = Math.max(0, last - 1 + random.nextInt(4));
      int writer = random.nextInt(writers.length);
      switch (random.nextInt(10)) {
        case 0 ->
            List.of(fast, slow)
                .forEach(t -> DeltaTable.forPath(spark, t).optimize().executeCompaction());
        case 1 -> {
          String column = "extra" + step;
          List.of(fast, slow)
              .forEach(
                  t ->
                      spark.sql(
                          "ALTER TABLE delta.`%s` ADD COLUMNS (%s INT)".formatted(t, column)));
        }
        case 2 -> List.of(fast, slow).forEach(t -> slowly(t, row(number), application, number));
        case 3 -> writers[writer] = new NumberedAppends();
        case 4 ->
            List.of(fast, slow).forEach(t -> DeltaTable.forPath(spark, t).restoreToVersion(0));
        case 5 -> List.of(fast, slow).forEach(this::checkpoint);
        default -> {
          int id = step;
          writers[writer].append(fast, row(id), application, number);
          slowly(slow, row(id), application, number);
        }
      }
      Map<String, Object> noted = stored(slow);
      assertThat(ids(fast)).as("step %d", step).isEqualTo(ids(slow));
      assertThat(stored(fast)).as("step %d", step).isEqualTo(noted);
      for (String each : APPLICATIONS) {
        assertThat(writers[writer].last(spark, fast, each))
            .as("step %d", step)
            .isEqualTo(
                noted.get(each) instanceof Number found
                    ? OptionalLong.of(found.longValue())
                    : OptionalLong.empty());
      }
    }
    assertThat(ids(fast)).isNotEmpty();
  }

  @Test
  void anotherCommitOfTheSameApplicationThatComesFirstMakesItFail() {
    String location = table("raced");
    NumberedAppends writer = new NumberedAppends();
    writer.append(location, row(1), "a", 1);
    Dataset<Row> rows = row(2);
    Dataset<Row> overtaken =
        rows.mapPartitions(
            (MapPartitionsFunction<Row, Row>)
                partition -> {
                  if (OVERTAKEN.compareAndSet(false, true)) {
                    Dataset<Row> first = TestSpark.session().range(3, 4).coalesce(1).toDF();
                    // A task may not write by itself.
                    CompletableFuture.runAsync(() -> slowly(location, first, "a", 2)).join();
                  }
                  return partition;
                },
            Encoders.row(rows.schema()));
    assertThatThrownBy(() -> writer.append(location, overtaken, "a", 2))
        .isInstanceOf(ConcurrentTransactionException.class);
    writer.append(location, row(2), "a", 2);
    assertThat(OVERTAKEN).isTrue();
    assertThat(ids(location)).containsExactly(1L, 3L);
  }

  @Test
  void commitsThatTheLogNoLongerHasAreMadeUpForByTheState() {
    String location = table("cleaned");
    NumberedAppends writer = new NumberedAppends();
    writer.append(location, row(1), "a", 1);
    slowly(location, row(2), "a", 2);
    slowly(location, row(3), "b", 1);
    slowly(location, row(4), "c", 1);
    checkpoint(location);
    for (int version = 0; version < 4; version++) {
      FileUtil.fullyDelete(
          folder.resolve("cleaned/_delta_log/%020d.json".formatted(version)).toFile());
    }
    DeltaLog.invalidateCache(spark, new org.apache.hadoop.fs.Path(location));
    writer.append(location, row(5), "a", 2);
    writer.append(location, row(6), "a", 3);
    assertThat(ids(location)).containsExactly(1L, 2L, 3L, 4L, 6L);
  }

  @Test
  void aNewProcessAsksTheStateOnlyWhereTheCommitsSinceTheCheckpointDoNotTell()
      throws TimeoutException {
    String location = table("young");
    slowly(location, row(1), "a", 1);
    slowly(location, row(2), "b", 7);
    assertThat(look(location, "a")).containsExactly(1L, 0L);
    assertThat(look(location, "c")).as("no commit is older").containsExactly(-1L, 0L);
    checkpoint(location);
    slowly(location, row(3), "a", 2);
    assertThat(look(location, "a")).containsExactly(2L, 0L);
    for (String before : List.of("b", "c")) {
      assertThat(look(location, before).get(0)).isEqualTo(before.equals("b") ? 7 : -1);
      assertThat(look(location, before).get(1)).isPositive();
    }
  }

  @Test
  void aTableThatForgetsNumbersIsRefused() {
    String location = table("forgetful");
    NumberedAppends appends = new NumberedAppends();
    appends.append(location, row(1), "a", 1);
    String property = "delta.setTransactionRetentionDuration";
    spark.sql(
        "ALTER TABLE delta.`%s` SET TBLPROPERTIES ('%s' = 'interval 7 days')"
            .formatted(location, property));
    assertThatThrownBy(() -> appends.append(location, row(2), "a", 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("would forget which batches it has taken")
        .hasMessageContaining("UNSET TBLPROPERTIES ('" + property + "')");
    spark.sql("ALTER TABLE delta.`%s` UNSET TBLPROPERTIES ('%s')".formatted(location, property));
    appends.append(location, row(2), "a", 2);
    assertThat(spark.read().format("delta").load(location).count()).isEqualTo(2);
  }

  @Test
  void aTableMadeAnewInTheSamePlaceHasNoNumbers() {
    NumberedAppends writer = new NumberedAppends();
    String location = table("anew");
    writer.append(location, row(1), "a", 1);
    writer.append(location, row(2), "a", 2);
    FileUtil.fullyDelete(folder.resolve("anew").toFile());
    DeltaLog.invalidateCache(spark, new org.apache.hadoop.fs.Path(location));
    table("anew");
    writer.append(location, row(3), "a", 1);
    assertThat(ids(location)).containsExactly(3L);
  }

  @Test
  void aNullInARequiredColumnFailsTheWholeAppend() {
    String location = folder.resolve("required").toString();
    DeltaTable.create(spark).location(location).addColumn("id", "BIGINT", false).execute();
    Dataset<Row> rows = row(1).union(row(2).select(functions.lit(null).cast("bigint").as("id")));
    assertThatThrownBy(() -> new NumberedAppends().append(location, rows, "a", 1))
        .hasStackTraceContaining("NOT NULL constraint violated for column: id");
    assertThat(ids(location)).isEmpty();
    assertThat(stored(location)).isEmpty();
  }

  @Test
  void aColumnOfAnotherTypeIsRefusedByName() {
    String location = table("changed");
    Dataset<Row> text = row(1).select(functions.col("id").cast("string").as("id"));
    assertThatThrownBy(() -> new NumberedAppends().append(location, text, "a", 1))
        .hasMessageContaining("column id of " + location + " is BIGINT")
        .hasMessageContaining("writes STRING");
    Dataset<Row> more = row(1).withColumn("more", functions.lit(1));
    assertThatThrownBy(() -> new NumberedAppends().append(location, more, "a", 1))
        .hasMessageContaining("column more of " + location + " is not there");
    assertThat(ids(location)).isEmpty();
    assertThat(stored(location)).isEmpty();
  }
}
