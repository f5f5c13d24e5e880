package org.tidemark.streaming.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.testkit.TestSpark;

class TickFilesIT {
  private static final List<String> NAMES =
      List.of("a[1].jsonl", "b.jsonl", "{c,d}.jsonl", "d*.jsonl", "e?.jsonl", "f\\g.jsonl", "a1");

  @TempDir Path folder;

  private final SparkSession spark = TestSpark.session();

  /** Whatever a name means as a pattern, in batches of every size, and over a restart. */
  @Test
  void everyLineOfEveryNameComesOnce() throws Exception {
    int number = 0;
    for (String name : List.of("feed", "feed [1]", "feed {a,b}*?\\")) {
      for (int most : List.of(1, 3, 64)) {
        Path feed = Files.createDirectory(folder.resolve(number++ + name));
        String checkpoint = folder.resolve("checkpoint " + number).toString();
        String table = "lines" + number;
        List<String> expected = new ArrayList<>();
        write(feed, "1 ", expected);
        List<String> found = new ArrayList<>(lines(feed, most, checkpoint, table));
        write(feed, "2 ", expected);
        found.addAll(lines(feed, most, checkpoint, table));
        assertThat(found)
            .as("%s, %d files a batch", feed.getFileName(), most)
            .containsExactlyInAnyOrderElementsOf(expected);
      }
    }
  }

  private static void write(Path feed, String prefix, List<String> expected) throws IOException {
    for (String name : NAMES) {
      Files.writeString(feed.resolve(prefix + name), "x\ny\n");
      expected.add(prefix + name + " 0");
      expected.add(prefix + name + " 1");
    }
  }

  private List<String> lines(Path feed, int most, String checkpoint, String table)
      throws Exception {
    return lines(
        TickFolder.at(feed.toString())
            .withMaxFiles(most)
            .open(spark)
            .selectExpr("concat_ws(' ', source_partition, source_offset) as line"),
        most,
        checkpoint,
        table);
  }

  private List<String> lines(Dataset<Row> rows, int most, String checkpoint, String table)
      throws Exception {
    StreamingQuery query =
        rows.writeStream()
            .trigger(Trigger.AvailableNow())
            .option("checkpointLocation", checkpoint)
            .foreachBatch(
                (some, batch) -> {
                  assertThat(some.count()).isBetween(1L, 2L * most);
                  some.write().mode("append").parquet(folder.resolve(table).toString());
                })
            .start();
    query.awaitTermination();
    Path written = folder.resolve(table);
    List<String> found =
        spark.read().parquet(written.toString()).collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    FileUtils.deleteDirectory(written.toFile());
    return found;
  }

  /**
   * Spark makes a column of such folders, also where they come while the query runs; files of one
   * name are told apart by their folders.
   */
  @Test
  void filesInFoldersOfDaysAreFilesLikeOthers() throws Exception {
    Path feed = Files.createDirectory(folder.resolve("feed"));
    String checkpoint = folder.resolve("checkpoint").toString();
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (String day : List.of("day=2026-01-01", "day=2026-01-02")) {
      for (String name : List.of("a", "b [1]")) {
        Files.createDirectories(feed.resolve(day));
        Files.writeString(feed.resolve(day).resolve(name), "x\n");
        expected.add(day + "/" + name + " 0");
      }
      found.addAll(lines(feed, 64, checkpoint, "lines"));
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  /** Checkpoints of before name the same files in the same notes. */
  @Test
  void aQueryThatBeganWithSparksOwnSourceGoesOn() throws Exception {
    Path feed = Files.createDirectory(folder.resolve("feed"));
    String checkpoint = folder.resolve("checkpoint").toString();
    Files.writeString(feed.resolve("1 a.jsonl"), "x\n");
    Files.writeString(feed.resolve("2 %20b.jsonl"), "x\n");
    Dataset<Row> before =
        spark
            .readStream()
            .format("binaryFile")
            .schema("path STRING, modificationTime TIMESTAMP, length BIGINT, content BINARY")
            .load(feed.toUri().toString())
            .selectExpr("element_at(split(path, '/'), -1) || ' 0' as line");
    List<String> found = new ArrayList<>(lines(before, 64, checkpoint, "lines"));
    Files.writeString(feed.resolve("3 [c].jsonl"), "x\n");
    Files.writeString(feed.resolve("4 d.jsonl"), "x\n");
    found.addAll(lines(feed, 64, checkpoint, "lines"));
    assertThat(found)
        .containsExactlyInAnyOrder("1 a.jsonl 0", "2 %20b.jsonl 0", "3 [c].jsonl 0", "4 d.jsonl 0");
  }

  /** A mount that drops, a clean-up that is too early: Spark would read nothing and say nothing. */
  @Test
  void aFileThatIsGoneSinceItWasListedFailsTheBatch() throws Exception {
    Path feed = Files.createDirectory(folder.resolve("feed"));
    String checkpoint = folder.resolve("checkpoint").toString();
    for (int file = 1; file <= 3; file++) {
      Files.writeString(feed.resolve(file + ".jsonl"), "x\n");
      Files.setLastModifiedTime(feed.resolve(file + ".jsonl"), FileTime.fromMillis(file * 1_000L));
    }
    Path aside = folder.resolve("aside");
    List<String> found = new ArrayList<>();
    StreamingQuery query =
        TickFolder.at(feed.toString())
            .withMaxFiles(1)
            .open(spark)
            .writeStream()
            .trigger(Trigger.AvailableNow())
            .option("checkpointLocation", checkpoint)
            .foreachBatch(
                (some, batch) -> {
                  some.select("source_partition")
                      .collectAsList()
                      .forEach(row -> found.add(row.getString(0)));
                  if (batch == 0) {
                    Files.move(feed.resolve("3.jsonl"), aside);
                  }
                })
            .start();
    assertThatThrownBy(query::awaitTermination)
        .hasMessageContaining("1 of 1 files of the batch are gone since the folder was listed")
        .hasMessageContaining("3.jsonl; put them back");
    assertThat(found).containsExactly("1.jsonl", "2.jsonl");
    Files.move(aside, feed.resolve("3.jsonl"));
    assertThat(lines(feed, 1, checkpoint, "lines")).containsExactly("3.jsonl 0");
  }

  /** In year 2200 Spark's memory of names forgot all that is older than a century before. */
  @Test
  void aFileDatedFarAheadShutsOutNone() throws Exception {
    Path feed = Files.createDirectory(folder.resolve("feed"));
    String checkpoint = folder.resolve("checkpoint").toString();
    for (String date : List.of("2200-01-01T00:00:00Z", "2300-01-01T00:00:00Z")) {
      Path file = Files.writeString(feed.resolve(date.substring(0, 4)), "x\n");
      Files.setLastModifiedTime(file, FileTime.from(Instant.parse(date)));
    }
    assertThat(lines(feed, 64, checkpoint, "lines")).containsExactlyInAnyOrder("2200 0", "2300 0");
    Files.writeString(feed.resolve("today"), "x\n");
    assertThat(lines(feed, 64, checkpoint, "lines")).containsExactly("today 0");
  }

  @Test
  void onlyThePathOfAFolderIsTakenForItsName() {
    assertThat(
            Stream.of("s3a://b", "hdfs://[::1]:8020/a[1]", "file:/a {b}*?\\c", "file:///plain")
                .map(TickFiles::literal))
        .containsExactly(
            "s3a://b", "hdfs://[::1]:8020/a\\[1\\]", "file:/a \\{b\\}\\*\\?\\\\c", "file:///plain");
  }

  @Test
  void aFolderThatIsNotThereIsSaidAtOnce() {
    assertThatThrownBy(() -> TickFolder.at(folder.resolve("no [feed]").toString()).open(spark))
        .hasMessageContaining("no [feed]");
  }
}
