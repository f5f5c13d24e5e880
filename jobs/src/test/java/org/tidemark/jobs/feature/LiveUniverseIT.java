package org.tidemark.jobs.feature;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.spark.CrossDriver;
import org.tidemark.features.spark.CrossTable;
import org.tidemark.jobs.cli.TidemarkCommand;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.cross.CrossSettings;
import org.tidemark.streaming.cross.LiveUniverse;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.testkit.EndedStreams;
import org.tidemark.testkit.TestSpark;

/**
 * Rows of a universe written live: going on from a night's states over a feed whose members run
 * ahead of each other at random, stopped, and killed between write and commit, the night's rows and
 * the live ones are those of a plain loop over all events, each once.
 */
@ExtendWith(EndedStreams.class)
class LiveUniverseIT {
  private static final LocalDate FIRST = LocalDate.parse("2018-01-01");
  private static final int FILES = 7;
  private static final long SENT_MILLIS = 1_600_000_000_000L;

  @TempDir static Path folder;
  private static RecordedUniverse recorded;
  private static TableStore store;

  @BeforeAll
  static void aNight() throws IOException {
    recorded = RecordedUniverse.of(folder, FIRST, 2);
    store = new TableStore(TestSpark.session(), Lake.at(folder.resolve("lake").toString()));
    recorded.ingest(store, List.of(0));
    new CrossDriver(store, RecordedUniverse.SET).run(FIRST.plusDays(1));
  }

  private static LiveUniverse universe(String query, Path feed, int filesPerBatch) {
    return new LiveUniverse(
        store,
        CrossSettings.of(
                store.lake(),
                query,
                TickFolder.at(feed.toString()).withMaxFiles(filesPerBatch),
                RecordedUniverse.SET,
                new Schedule.UntilIdle())
            .beginningWith(new Beginning.Saved(FIRST.plusDays(1))));
  }

  private static void run(LiveUniverse universe) throws StreamingQueryException {
    universe.start().awaitTermination();
  }

  private static Map<String, List<Integer>> live(String query) {
    Map<String, List<Integer>> rows = new TreeMap<>();
    for (Row row :
        store
            .read(CrossTable.live(RecordedUniverse.SET))
            .where(col("query").equalTo(query))
            .collectAsList()) {
      List<Integer> bits = new ArrayList<>();
      RecordedUniverse.SET
          .outputNames()
          .forEach(n -> bits.add(Float.floatToRawIntBits(row.<Float>getAs(n))));
      String key = row.getAs("instrument") + " " + row.getAs("offset");
      assertThat(rows.put(key, bits)).as(key + " came twice").isNull();
    }
    return rows;
  }

  private static void liveAndNightAreTheLoop(String query) {
    Map<String, List<Integer>> rows = live(query);
    assertThat(rows).hasSizeGreaterThan(4_000);
    RecordedUniverse.stored(store)
        .forEach((key, bits) -> assertThat(rows.put(key, bits)).as(key + " is both").isNull());
    RecordedUniverse.assertSameBits(rows, recorded.looped());
  }

  @Test
  void liveRowsGoOnWhereTheNightEnded() throws StreamingQueryException {
    Path feed = folder.resolve("feed-once");
    recorded.feedAtRandom(feed, FILES, new Random(1));
    StreamingQuery first = universe("once", feed, FILES).start();
    assertThatThrownBy(() -> universe("once", feed, FILES).start())
        .hasMessageContaining("is in use by this process");
    first.awaitTermination();
    LiveUniverse.Totals totals = universe("once", feed, FILES).totals();
    assertThat(totals.consumed()).isEqualTo(recorded.events());
    // The feed begins with the day that the night has seen.
    assertThat(totals.dead()).isEqualTo(recorded.eventsOf(0)).isPositive();
    assertThat(
            store
                .read(Tables.DEAD_LETTERS)
                .where(col("source").contains("feed-once").and(col("reason").equalTo("DUPLICATE")))
                .count())
        .isEqualTo(totals.dead());
    assertThat(totals.rows()).isEqualTo(live("once").size());
    liveAndNightAreTheLoop("once");
  }

  @Tag("slow")
  @Test
  void stoppedAndKilledItWritesTheSameRowsOnce() throws IOException, StreamingQueryException {
    for (int seed = 2; seed < 4; seed++) {
      String query = "cut-" + seed;
      Random random = new Random(seed);
      Path whole = folder.resolve("whole-" + seed);
      recorded.feedAtRandom(whole, FILES, random);
      Path feed = Files.createDirectory(folder.resolve("feed-" + seed));
      List<Path> files;
      try (var listed = Files.list(whole)) {
        files = listed.sorted().toList();
      }
      int sent = 0;
      while (sent < files.size()) {
        int next = Math.min(files.size(), sent + 1 + random.nextInt(4));
        for (; sent < next; sent++) {
          // Spark reads files in the order of their times.
          FileTime time = FileTime.fromMillis(SENT_MILLIS + 1_000L * sent);
          Files.setLastModifiedTime(files.get(sent), time);
          Path part = feed.resolve(files.get(sent).getFileName());
          Files.copy(files.get(sent), part, StandardCopyOption.COPY_ATTRIBUTES);
        }
        run(universe(query, feed, 1 + random.nextInt(3)));
        forgetTheLastCommit(query);
      }
      run(universe(query, feed, 2));
      LiveUniverse.Totals totals = universe(query, feed, 1).totals();
      assertThat(totals.consumed()).isEqualTo(recorded.events());
      assertThat(totals.dead()).isEqualTo(recorded.eventsOf(0));
      liveAndNightAreTheLoop(query);
    }
  }

  @Tag("slow")
  @Test
  void theVerbDoesTheSame() {
    Path feed = folder.resolve("feed-verb");
    recorded.feedAtRandom(feed, 3, new Random(5));
    String lake = folder.resolve("lake").toString();
    String[] args = {
      "cross",
      "--lake",
      lake,
      "--from",
      feed.toString(),
      "--until-idle",
      "--query",
      "verb",
      "--states-until",
      FIRST.plusDays(1).toString(),
      "--universe"
    };
    assertThat(execute(args, "coins")).as("declared nowhere").isEqualTo(1);
    assertThat(execute(args, RecordedUniverse.SET.universe().id())).isZero();
    liveAndNightAreTheLoop("verb");
  }

  private static int execute(String[] args, String last) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = last;
    return TidemarkCommand.execute(all);
  }

  /** As after a crash between the writes of a batch and the note that it is done. */
  private static void forgetTheLastCommit(String query) throws IOException {
    Path commits = folder.resolve("lake/checkpoints/" + query + "/commits");
    try (var listed = Files.list(commits)) {
      Path last =
          listed
              .filter(f -> f.getFileName().toString().matches("[0-9]+"))
              .max((a, b) -> Long.compare(number(a), number(b)))
              .orElseThrow();
      Files.delete(last);
      Files.deleteIfExists(commits.resolve("." + last.getFileName() + ".crc"));
    }
  }

  private static long number(Path file) {
    return Long.parseLong(file.getFileName().toString());
  }

  @Test
  void aQueryWithoutItsCheckpointIsRefused() {
    store.append(
        Tables.PROGRESS,
        store.rows(
            Tables.PROGRESS, List.of(RowFactory.create("lost", 0L, 0L, 0L, 0L, 0L, 0L, null))));
    LiveUniverse lost = universe("lost", folder.resolve("none"), 1);
    assertThatThrownBy(lost::start)
        .hasMessageContaining("has batches in live.progress but no checkpoint");
  }
}
