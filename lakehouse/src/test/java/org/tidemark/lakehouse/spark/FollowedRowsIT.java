package org.tidemark.lakehouse.spark;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Tables;
import org.tidemark.testkit.TestSpark;

/** The twin reads the table whole. */
class FollowedRowsIT {
  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  private static FollowedRows follow(TableStore store) {
    return new FollowedRows(
        store, Tables.PROGRESS, col("query").equalTo("q"), "batch_id", "consumed", "model_version");
  }

  private static List<String> followed(FollowedRows rows, TableStore store) {
    return rows.at(store.version(Tables.PROGRESS)).stream().map(Row::toString).sorted().toList();
  }

  private static List<String> whole(TableStore store) {
    return store
        .read(Tables.PROGRESS)
        .where("query = 'q'")
        .select("batch_id", "consumed", "model_version")
        .collectAsList()
        .stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private static Dataset<Row> progress(TableStore store, String query, long ticks, long... batch) {
    List<Row> rows = new ArrayList<>();
    for (long id : batch) {
      rows.add(RowFactory.create(query, id, ticks, ticks, 0L, 0L, 0L, id % 2 == 0 ? null : "v"));
    }
    return store.rows(Tables.PROGRESS, rows);
  }

  private static Path location(TableStore store) {
    return Path.of(URI.create(store.lake().location(Tables.PROGRESS)));
  }

  private static String place(TableStore store) {
    return "delta.`" + store.lake().location(Tables.PROGRESS) + "`";
  }

  /** Whatever somebody does to the table, in seeded order, one thing or two between looks. */
  @Test
  void rowsAreThoseOfTheWholeTable() {
    TableStore store = LiveRows.store(folder, "a lake [1]");
    store.append(Tables.PROGRESS, progress(store, "q", 10, 1, 2, 3));
    FollowedRows rows = follow(store);
    assertThat(followed(rows, store)).hasSize(3).isEqualTo(whole(store));
    Random random = new Random(20261130);
    List<String> done = new ArrayList<>();
    for (int step = 0; step < 14; step++) {
      done.add(change(store, random.nextInt(9), random));
      if (random.nextBoolean()) {
        done.add(change(store, random.nextInt(9), random));
      }
      assertThat(followed(rows, store)).as("%s", done).isEqualTo(whole(store));
    }
  }

  private String change(TableStore store, int which, Random random) {
    long at = 1 + random.nextInt(6);
    long ticks = random.nextInt(100);
    String table = place(store);
    switch (which) {
      case 0 -> store.append(Tables.PROGRESS, progress(store, "q", ticks, at, at + 1));
      case 1 -> store.append(Tables.PROGRESS, progress(store, "another", ticks, at));
      case 2 ->
          TableAt.latest(store, Tables.PROGRESS)
              .upsert(progress(store, "new", ticks, 100 + ticks), "query", "batch_id");
      case 3 ->
          spark.sql("UPDATE " + table + " SET consumed = 7, valid = 7 WHERE batch_id < " + at);
      case 4 -> spark.sql("DELETE FROM " + table + " WHERE batch_id = " + at);
      case 5 -> spark.sql("OPTIMIZE " + table);
      case 6 ->
          spark.sql("ALTER TABLE " + table + " ADD COLUMNS (note" + table(store) + " STRING)");
      case 7 -> spark.sql("RESTORE " + table + " TO VERSION AS OF " + (table(store) - 1));
      default -> spark.sql("UPDATE " + table + " SET consumed = valid");
    }
    return which + " at " + at;
  }

  private static long table(TableStore store) {
    return store.version(Tables.PROGRESS);
  }

  @Test
  void rowsThatDeletionVectorsDeleteAreGone() {
    TableStore store = LiveRows.store(folder, "lake");
    store.append(Tables.PROGRESS, progress(store, "q", 10, 1, 2, 3, 4).coalesce(1));
    FollowedRows rows = follow(store);
    assertThat(followed(rows, store)).hasSize(4);
    spark.sql(
        "ALTER TABLE %s SET TBLPROPERTIES ('delta.enableDeletionVectors' = 'true')"
            .formatted(place(store)));
    assertThat(followed(rows, store)).hasSize(4);
    spark.sql("DELETE FROM " + place(store) + " WHERE batch_id = 2");
    assertThat(followed(rows, store)).hasSize(3).isEqualTo(whole(store));
    store.append(Tables.PROGRESS, progress(store, "q", 10, 9));
    assertThat(followed(rows, store)).hasSize(4).isEqualTo(whole(store));
  }

  @Test
  void aTableInThePlaceOfTheFirstAndALogThatWasCleanedAreReadWhole() throws IOException {
    TableStore store = LiveRows.store(folder, "lake");
    store.append(Tables.PROGRESS, progress(store, "q", 10, 1));
    FollowedRows rows = follow(store);
    assertThat(followed(rows, store)).hasSize(1);
    for (long batch = 2; batch < 4; batch++) {
      store.append(Tables.PROGRESS, progress(store, "q", 10, batch));
    }
    Path location = location(store);
    DeltaLog log = DeltaLog.forTable(spark, location.toString());
    log.checkpoint(log.unsafeVolatileSnapshot(), scala.Option.empty());
    Files.delete(location.resolve("_delta_log/00000000000000000002.json"));
    assertThat(followed(rows, store)).hasSize(3);

    FileUtil.fullyDelete(location.toFile());
    DeltaLog.clearCache();
    TableStore other = LiveRows.store(folder, "lake");
    for (long batch = 11; batch < 17; batch++) {
      other.append(Tables.PROGRESS, progress(other, "q", 10, batch));
    }
    assertThat(followed(rows, store)).hasSize(6).isEqualTo(whole(other));
  }

  /** Two lines of commits from one copy: the numbers of their versions say nothing. */
  @Test
  void anOlderCopyInThePlaceOfTheTableIsReadWhole() throws IOException {
    TableStore store = LiveRows.store(folder, "lake");
    store.append(Tables.PROGRESS, progress(store, "q", 10, 1));
    Path location = location(store);
    Path copy = folder.resolve("copy");
    FileUtils.copyDirectory(location.toFile(), copy.toFile());
    FollowedRows rows = follow(store);
    store.append(Tables.PROGRESS, progress(store, "q", 10, 2));
    assertThat(followed(rows, store)).hasSize(2);

    FileUtil.fullyDelete(location.toFile());
    Files.move(copy, location);
    DeltaLog.clearCache();
    for (long batch = 11; batch < 14; batch++) {
      store.append(Tables.PROGRESS, progress(store, "q", 10, batch));
    }
    assertThat(followed(rows, store)).hasSize(4).isEqualTo(whole(store));
  }

  /** As in a copy of a lake whose log came first. */
  @Test
  void aFileThatIsNotThereYetIsAnErrorAndReadWhenItIs() throws IOException {
    TableStore store = LiveRows.store(folder, "lake");
    store.append(Tables.PROGRESS, progress(store, "q", 10, 1));
    FollowedRows rows = follow(store);
    assertThat(followed(rows, store)).hasSize(1);
    Path location = location(store);
    Set<Path> before = parquet(location);
    store.append(Tables.PROGRESS, progress(store, "q", 10, 2).coalesce(1));
    Set<Path> added = new HashSet<>(parquet(location));
    added.removeAll(before);
    assertThat(added).hasSize(1);
    Path file = added.iterator().next();
    byte[] bytes = Files.readAllBytes(file);

    Files.delete(file);
    assertThatThrownBy(() -> followed(rows, store)).hasMessageContaining("FILE_NOT_EXIST");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> followed(rows, store))
        .hasStackTraceContaining("is not a Parquet file");
    Files.write(file, bytes);
    assertThat(followed(rows, store)).hasSize(2).isEqualTo(whole(store));
  }

  private static Set<Path> parquet(Path location) throws IOException {
    try (Stream<Path> all = Files.list(location)) {
      return all.filter(file -> file.toString().endsWith(".parquet")).collect(Collectors.toSet());
    }
  }

  /** One job at most, which reads one file: what the whole table takes is what this class saves. */
  @Test
  void aCommitIsReadWithOneJob() throws TimeoutException {
    TableStore store = LiveRows.store(folder, "lake");
    store.append(Tables.PROGRESS, progress(store, "q", 10, 1, 2, 3));
    FollowedRows rows = follow(store);
    assertThat(followed(rows, store)).hasSize(3);
    TableAt.latest(store, Tables.PROGRESS)
        .upsert(progress(store, "q", 20, 3, 4), "query", "batch_id");
    long version = store.version(Tables.PROGRESS);
    DeltaLog.clearCache(); // the commit is another program's
    assertThat(jobs(() -> assertThat(rows.at(version)).hasSize(4))).isEqualTo(1);
    assertThat(jobs(() -> assertThat(rows.at(version)).hasSize(4))).isZero();
    assertThat(jobs(() -> assertThat(follow(store).at(version)).hasSize(4))).isGreaterThan(1);
  }

  private int jobs(Runnable work) throws TimeoutException {
    AtomicInteger jobs = new AtomicInteger();
    SparkListener counts =
        new SparkListener() {
          @Override
          public void onJobStart(SparkListenerJobStart job) {
            jobs.incrementAndGet();
          }
        };
    spark.sparkContext().addSparkListener(counts);
    try {
      work.run();
      spark.sparkContext().listenerBus().waitUntilEmpty();
    } finally {
      spark.sparkContext().removeSparkListener(counts);
    }
    return jobs.get();
  }
}
