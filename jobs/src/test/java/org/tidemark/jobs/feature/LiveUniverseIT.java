package org.tidemark.jobs.feature;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
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
import org.tidemark.jobs.Json;
import org.tidemark.jobs.cli.TidemarkCommand;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.cross.CrossSettings;
import org.tidemark.streaming.cross.LiveUniverse;
import org.tidemark.streaming.feature.LiveCross;
import org.tidemark.streaming.feature.SavedUniverse;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.source.RawTicks;
import org.tidemark.streaming.source.TickFolder;
import org.tidemark.streaming.source.TickSchema;
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
  private static final String AVRO =
      """
      {"type":"record","name":"Bar","fields":[{"name":"instrument","type":"string"},
       {"name":"offset","type":"long"},{"name":"eventTimeNanos","type":"long"},
       {"name":"openTimeNanos","type":"long"},{"name":"open","type":"string"},
       {"name":"high","type":"string"},{"name":"low","type":"string"},
       {"name":"close","type":"string"},{"name":"volume","type":"string"}]}
      """;

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
    List<Long> passed = Collections.synchronizedList(new ArrayList<>());
    StreamingQuery first = universe("once", feed, FILES).behind(passed::add).start();
    assertThatThrownBy(() -> universe("once", feed, FILES).start())
        .hasMessageContaining("is in use by this process");
    first.awaitTermination();
    LiveUniverse.Totals totals = universe("once", feed, FILES).totals();
    assertThat(passed).as("each batch passes the gate").hasSize((int) totals.batches());
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
    String[] other = {
      "cross", "--lake", lake, "--from", feed.toString(), "--schema", "xml", "--universe"
    };
    String declared = RecordedUniverse.SET.universe().id();
    assertThat(execute(other, declared)).as("a schema that there is not").isEqualTo(1);
    assertThat(execute(args, declared)).isZero();
    liveAndNightAreTheLoop("verb");
  }

  /** A folder has JSON lines, so the messages of a topic are made of them on the way. */
  @Tag("slow")
  @Test
  void messagesOfAnotherSchemaGiveTheSameRows() throws IOException, StreamingQueryException {
    Path feed = folder.resolve("feed-avro");
    recorded.feed(feed, 2);
    TickSchema schema =
        TickSchema.parse("avro:" + Files.writeString(folder.resolve("bar.avsc"), AVRO));
    FeatureStream stream =
        new FeatureStream(
            TestSpark.session(),
            feed,
            folder.resolve("checkpoints/avro"),
            ticks ->
                new LiveCross(RecordedUniverse.SET, TickLimits.standard())
                    .of(
                        ticks.map(
                            (MapFunction<Row, Row>) LiveUniverseIT::inAvro,
                            Encoders.row(RawTicks.SCHEMA)),
                        SavedUniverse.none(TestSpark.session()),
                        schema));
    stream.run(2);
    RecordedUniverse.assertSameBits(RecordedUniverse.bits(stream.closed()), recorded.looped());
  }

  private static Row inAvro(Row tick) {
    JsonNode bar = Json.tree((byte[]) tick.get(4));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    text(out, bar.get("instrument"));
    for (String name : List.of("offset", "eventTimeNanos", "openTimeNanos")) {
      number(out, bar.get(name).asLong());
    }
    for (String name : List.of("open", "high", "low", "close", "volume")) {
      text(out, bar.get(name));
    }
    return RowFactory.create(tick.get(0), tick.get(1), tick.get(2), tick.get(3), out.toByteArray());
  }

  private static void text(ByteArrayOutputStream out, JsonNode value) {
    byte[] bytes = value.asText().getBytes(StandardCharsets.UTF_8);
    number(out, bytes.length);
    out.writeBytes(bytes);
  }

  /** Seven bits a byte, the sign last. */
  private static void number(ByteArrayOutputStream out, long value) {
    long left = (value << 1) ^ (value >> 63);
    for (; left > 0x7f || left < 0; left >>>= 7) {
      out.write((int) (left & 0x7f | 0x80));
    }
    out.write((int) left);
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
