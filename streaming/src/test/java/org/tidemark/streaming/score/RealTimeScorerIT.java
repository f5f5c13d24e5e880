package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.onnx.OnnxExport;
import org.tidemark.streaming.realtime.RealTimeAudit;
import org.tidemark.streaming.realtime.RealTimeScorer;
import org.tidemark.streaming.realtime.RealTimeSettings;
import org.tidemark.streaming.realtime.Standing;
import org.tidemark.streaming.realtime.StateLostException;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.TickSource;

/** The real-time query on a real broker, whose address is the property {@code tidemark.kafka}. */
@Tag("kafka")
class RealTimeScorerIT {
  private static final RecordedTicks TICKS = new RecordedTicks(29, 420);
  private static final OnnxArtifact MODEL = TestLake.onnx(RecordedTicks.SET, 1);
  private static final List<RecordedTicks.Scored> WANTED =
      TICKS.scores("v1", MODEL.bytes(), MODEL.sha256());
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  static RealTimeSettings settings(KafkaAddress in, KafkaAddress out, Path folder) {
    return RealTimeSettings.of("rt", "direction", in, out, RecordedTicks.SET, folder)
        .withTurn(Duration.ofSeconds(5), 200);
  }

  private RealTimeSettings settings(RealTimeBroker broker) {
    return settings(broker.in(), broker.out(), folder.resolve("rt"));
  }

  private Path states() {
    return folder.resolve("rt/states");
  }

  private TestLake lake() {
    TestLake lake = new TestLake(folder.resolve("lake"));
    lake.champion("v1", MODEL);
    return lake;
  }

  private static List<RecordedTicks.Line> part(int part, int parts) {
    int size = TICKS.lines().size();
    return TICKS.lines().subList(part * size / parts, (part + 1) * size / parts);
  }

  private static String header(ConsumerRecord<String, String> record, String key) {
    return new String(record.headers().lastHeader(key).value(), StandardCharsets.UTF_8);
  }

  @Test
  void stoppedAnywhereItGivesTheSequentialRunAndTheAuditHolds() throws Exception {
    RealTimeBroker broker = new RealTimeBroker("rt");
    TestLake lake = lake();
    List<String> alarms = new ArrayList<>();
    int parts = 3;
    for (int part = 0; part < parts; part++) {
      try (RealTimeScorer scorer = new RealTimeScorer(lake.store, settings(broker), alarms::add)) {
        scorer.start();
        // Like a crash, and in the middle of a turn: as soon as this part is out.
        broker.send(part(part, parts));
        await(broker, closedBy(part + 1, parts), () -> "part " + alarms);
      }
    }
    holds(broker);
    assertThat(alarms).isEmpty();
    assertThat(broker.read(broker.out()))
        .extracting(record -> header(record, "arm") + ", " + header(record, "reason"))
        .containsOnly("champion, champion of the registry");

    TickSource source =
        TickSource.at("kafka://" + broker.servers + "/" + broker.in().topic(), Map.of());
    lake.run(lake.settings(source, RecordedTicks.SET).beginningWith(new Beginning.Cold()));
    RealTimeAudit audit = new RealTimeAudit(lake.store, "live", Map.of());
    RealTimeAudit.Report report = audit.run(broker.out(), broker.dead());
    assertThat(report.holds()).as(report.toString()).isTrue();
    assertThat(report.scores().compared()).isEqualTo(WANTED.size());
    assertThat(report.features().compared()).isEqualTo(WANTED.size());
    assertThat(report.deadLetters().compared()).isEqualTo(TICKS.dead());
    assertThat(report.scores().repeated()).isPositive();

    // The audit sees a score that was tampered with and one that nobody knows.
    String line = broker.read(broker.out()).get(0).value();
    broker.write(broker.out(), line.replace("\"score\":\"0.", "\"score\":\"0.1"));
    broker.write(
        broker.out(),
        line.replaceFirst("\"id\":\"", "\"id\":\"9").replaceFirst("\"instrument\":\"", "$0X"));
    report = audit.run(broker.out(), broker.dead());
    assertThat(report.holds()).isFalse();
    assertThat(report.scores().changed()).isEqualTo(1);
    assertThat(report.scores().extra()).isEqualTo(1);
    assertThat(report.scores().missing()).isZero();
    assertThat(report.scores().different()).isZero();

    // And one that the tables have otherwise, or alone.
    String one =
        " WHERE instrument = '%s' AND offset = %d"
            .formatted(WANTED.get(1).instrument(), WANTED.get(1).offset());
    SparkSession spark = lake.store.spark();
    for (String name : List.of("scores", "features")) {
      String table = "delta.`" + folder.resolve("lake/live/" + name) + "`";
      String copy = "SELECT * EXCEPT (instrument), 'Q' AS instrument FROM " + table + one;
      spark.sql("INSERT INTO " + table + " BY NAME " + copy);
    }
    spark.sql("UPDATE delta.`" + folder.resolve("lake/live/scores") + "` SET score = 2 " + one);
    report = audit.run(broker.out(), broker.dead());
    assertThat(report.scores().different()).isEqualTo(1);
    assertThat(report.scores().missing()).isEqualTo(1);
  }

  /**
   * A repeat by another version than before, or by another file that was registered under its name:
   * a reader takes the first output of each bar.
   */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v1"})
  void whatIsRepeatedAfterAPromotionIsCountedAndTheFirstOutputIsAudited(String second)
      throws Exception {
    RealTimeBroker broker = new RealTimeBroker("rt-promoted");
    TestLake lake = lake();
    List<String> alarms = new ArrayList<>();
    int parts = 2;
    for (int part = 0; part < parts; part++) {
      try (RealTimeScorer scorer = new RealTimeScorer(lake.store, settings(broker), alarms::add)) {
        scorer.start();
        broker.send(part(part, parts));
        await(broker, closedBy(part + 1, parts), () -> "part " + alarms);
      }
      lake.champion(second, TestLake.onnx(RecordedTicks.SET, 2));
    }
    TickSource source =
        TickSource.at("kafka://" + broker.servers + "/" + broker.in().topic(), Map.of());
    lake.run(lake.settings(source, RecordedTicks.SET).beginningWith(new Beginning.Cold()));
    RealTimeAudit.Report report =
        new RealTimeAudit(lake.store, "live", Map.of()).run(broker.out(), broker.dead());
    assertThat(report.holds()).as(report.toString()).isTrue();
    assertThat(report.scores().rescored()).isPositive();
    assertThat(report.scores().otherVersion()).isGreaterThanOrEqualTo(report.scores().rescored());
    assertThat(report.scores().compared()).isPositive();
    assertThat(report.scores().compared() + report.scores().otherVersion())
        .isEqualTo(WANTED.size());
    assertThat(report.features().compared()).isEqualTo(WANTED.size());
  }

  @Test
  void killedAnywhereItGivesTheSequentialRun() throws Exception {
    RealTimeBroker broker = new RealTimeBroker("rt-kill");
    lake();
    SplittableRandom random = new SplittableRandom(3);
    int parts = 2;
    for (int part = 0; part < parts; part++) {
      File log = folder.resolve("log-" + part).toFile();
      Process process =
          ScorerProcess.start(
              RealTimeProcess.class,
              log,
              folder.resolve("lake").toString(),
              folder.resolve("rt").toString(),
              "kafka://" + broker.servers + "/" + broker.in().topic(),
              "kafka://" + broker.servers + "/" + broker.out().topic());
      try {
        broker.send(part(part, parts));
        await(broker, closedBy(part + 1, parts), () -> tail(log));
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(6000)).toNanos());
        assertThat(process.isAlive()).as(tail(log)).isTrue();
      } finally {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      if (part < parts - 1) {
        damageASnapshot(random);
      }
    }
    holds(broker);
  }

  /** Three classes, whose scores do not fit: the version before serves, and people know. */
  @Test
  void whoeverMayNotServeHereIsAnAlert() throws Exception {
    RealTimeBroker broker = new RealTimeBroker("rt-classes");
    TestLake lake = lake();
    OnnxArtifact classes = OnnxExport.of(TestModel.ofThreeClasses(RecordedTicks.SET, 2), Map.of());
    lake.champion("v3", classes);
    lake.beside("v1", MODEL, "previous", "PRODUCTION");
    List<String> told = new CopyOnWriteArrayList<>();
    List<Standing> looks = new CopyOnWriteArrayList<>();
    try (RealTimeScorer scorer = new RealTimeScorer(lake.store, settings(broker), told::add)) {
      scorer.observedBy(looks::add);
      assertThat(scorer.check().version()).isEqualTo("v1");
      assertThat(told).singleElement().asString().contains("champion-classes: v3 gives 3 scores");
      assertThat(lake.store.exists(Tables.ALERTS)).as("a look writes nothing").isFalse();
      scorer.start();
      assertThat(lake.store.read(Tables.ALERTS).select("run_id", "rule", "subject").collectAsList())
          .containsExactly(RowFactory.create("live-rt@0", "champion-classes", "v3"));
      // Longer than a turn and two looks: how it stands is told meanwhile.
      broker.send(part(0, 2));
      long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (looks.stream().noneMatch(look -> look.records() > 0 && look.waiting() == 0)
          || looks.stream().allMatch(look -> look.latencies().isEmpty())) {
        assertThat(System.nanoTime()).as(looks.toString()).isLessThan(until);
        Thread.sleep(200);
      }
      assertThat(looks).allSatisfy(look -> assertThat(look.stalled()).isEmpty());
      assertThat(looks.get(looks.size() - 1).version()).isEqualTo("v1");
      assertThat(broker.read(broker.out()))
          .extracting(record -> header(record, "reason"))
          .isNotEmpty()
          .containsOnly("backup 1: it served before, because v3 is refused: champion-classes");

      // Each turn was watched, and a state that a crash would lose is told of.
      assertThat(told).allMatch(alarm -> alarm.startsWith("champion-classes: v3"));
      told.clear();
      for (Path partition : List.of(states().resolve("0"), states().resolve("1"))) {
        FileUtil.fullyDelete(partition.toFile());
      }
      broker.forget(0, 1);
      broker.forget(1, 1);
      until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (told.size() < 2) {
        assertThat(System.nanoTime()).as(told.toString()).isLessThan(until);
        Thread.sleep(200);
      }
      assertThat(told)
          .allMatch(alarm -> alarm.startsWith("realtime-unsaved: query rt, partition "))
          .allMatch(alarm -> alarm.contains("would need the log from 0 on, which begins at 1"));
    }
    try (RealTimeScorer again = new RealTimeScorer(lake.store, settings(broker), told::add)) {
      assertThat(again.check().problems())
          .hasSize(2)
          .allMatch(problem -> problem.startsWith("STATE LOST: query rt, partition"))
          .allMatch(problem -> problem.contains("needs offsets 0 to"));
    }
  }

  /** With as many records as before, so that no offset is out of range. */
  @Test
  void aTopicThatIsMadeAnewUnderTheQueryEndsIt() throws Exception {
    RealTimeBroker broker = new RealTimeBroker("rt-anew");
    TestLake lake = lake();
    List<String> alarms = new CopyOnWriteArrayList<>();
    RealTimeSettings settings = settings(broker).withTurn(Duration.ofSeconds(300), 200);
    try (RealTimeScorer scorer = new RealTimeScorer(lake.store, settings, alarms::add)) {
      scorer.start();
      broker.send(part(0, 2));
      await(broker, closedBy(1, 2), alarms::toString);
      broker.recreate();
      broker.send(part(0, 2));
      assertThatThrownBy(() -> scorer.await(Optional.of(Duration.ofSeconds(60))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("deleted and made anew");
    }
    try (RealTimeScorer again = new RealTimeScorer(lake.store, settings, alarms::add)) {
      assertThatThrownBy(again::start).hasMessageContaining("deleted and made anew");
    }
  }

  @Test
  void whatTheLogNoLongerHoldsIsRefusedAtTheStartInsteadOfAwaited() throws Exception {
    RealTimeBroker broker = new RealTimeBroker("rt-lost");
    TestLake lake = lake();
    List<String> alarms = new ArrayList<>();
    try (RealTimeScorer scorer = new RealTimeScorer(lake.store, settings(broker), alarms::add)) {
      scorer.start();
      try (RealTimeScorer second = new RealTimeScorer(lake.store, settings(broker), alarms::add)) {
        assertThatThrownBy(second::start).hasMessageContaining("is run by another process");
      }
    }
    broker.send(part(0, 4));
    broker.forget(0, 3);
    broker.forget(1, 3);
    try (RealTimeScorer scorer = new RealTimeScorer(lake.store, settings(broker), alarms::add)) {
      assertThat(scorer.check().problems()).isNotEmpty();
      assertThatThrownBy(scorer::start)
          .isInstanceOf(StateLostException.class)
          .hasMessageContaining("needs offset 0 and on, but the log begins at 3");
    }
  }

  private void damageASnapshot(SplittableRandom random) throws Exception {
    try (Stream<Path> files = Files.walk(states())) {
      List<Path> snapshots =
          files.filter(f -> f.getFileName().toString().startsWith("state-")).sorted().toList();
      assertThat(snapshots).isNotEmpty();
      Path newest = snapshots.get(snapshots.size() - 1);
      byte[] bytes = Files.readAllBytes(newest);
      bytes[random.nextInt(bytes.length)] ^= 4;
      Files.write(newest, bytes);
    }
  }

  private static String tail(File log) {
    try {
      String text = Files.readString(log.toPath());
      return text.substring(Math.max(0, text.length() - 4000));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Every id has one content, and all of them are the bars of the sequential run. */
  private static void holds(RealTimeBroker broker) throws Exception {
    Map<String, String> byId = new HashMap<>();
    int repeated = 0;
    for (ConsumerRecord<String, String> record : broker.read(broker.out())) {
      JsonNode row = JSON.readTree(record.value());
      assertThat(record.key()).isEqualTo(row.get("instrument").asText());
      String before = byId.put(row.get("id").asText(), record.value());
      if (before != null) {
        repeated++;
        assertThat(record.value()).isEqualTo(before);
      }
    }
    assertThat(scored(byId)).isEqualTo(WANTED);
    assertThat(repeated).as("records repeated since the last turn").isPositive();
  }

  private void await(RealTimeBroker broker, int bars, Supplier<String> state) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(150).toNanos();
    while (places(broker) < bars) {
      assertThat(System.nanoTime()).as(state.get()).isLessThan(until);
      Thread.sleep(200);
    }
  }

  /** Bars that the first parts of the log close, at least. */
  private static int closedBy(int part, int parts) {
    return part == parts ? WANTED.size() : WANTED.size() * part / parts - 6;
  }

  private int places(RealTimeBroker broker) throws Exception {
    TreeSet<String> places = new TreeSet<>();
    for (ConsumerRecord<String, String> record : broker.read(broker.out())) {
      places.add(JSON.readTree(record.value()).get("id").asText().replaceFirst("/.*", ""));
    }
    return places.size();
  }

  private static List<RecordedTicks.Scored> scored(Map<String, String> byId) throws Exception {
    List<RecordedTicks.Scored> scores = new ArrayList<>();
    for (String line : byId.values()) {
      JsonNode row = JSON.readTree(line);
      scores.add(
          new RecordedTicks.Scored(
              row.get("instrument").asText(),
              row.get("offset").asLong(),
              row.get("model_version").asText(),
              Float.floatToRawIntBits(Float.parseFloat(row.get("score").asText())),
              Double.doubleToRawLongBits(Double.parseDouble(row.get("close").asText())),
              row.get("closed_by_offset").asLong(),
              row.get("event_time_nanos").asLong()));
    }
    scores.sort(null);
    return scores;
  }
}
