package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.lakehouse.Tables;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.WireReader;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.KafkaSink;
import org.tidemark.streaming.source.TickSource;
import org.tidemark.testkit.Prerequisite;

/** The scorer on a real broker, whose address is the system property {@code tidemark.kafka}. */
@Tag("kafka")
class KafkaScorerIT {
  private static final RecordedTicks TICKS = new RecordedTicks(13, 420);

  @TempDir Path folder;

  @Test
  void aTopicOfSeveralPartitionsIsScoredOnceInBoundedBatches() throws Exception {
    String servers = servers();
    String topic = created(servers, "ticks", 3);
    TestLake lake = new TestLake(folder.resolve("lake"));
    OnnxArtifact model = TestLake.onnx(RecordedTicks.SET, 1);
    lake.champion("v1", model);
    TickSource source =
        TickSource.at(
            "kafka://" + servers + "/" + topic,
            Map.of("maxOffsetsPerTrigger", Integer.toString(TICKS.lines().size() / 3)));

    int half = TICKS.lines().size() / 2;
    send(servers, topic, TICKS.lines().subList(0, half));
    lake.run(lake.settings(source, RecordedTicks.SET));
    send(servers, topic, TICKS.lines().subList(half, TICKS.lines().size()));
    LiveScorer.Totals totals = lake.run(lake.settings(source, RecordedTicks.SET));
    assertThat(totals.batches()).isGreaterThanOrEqualTo(4);
    assertThat(totals.consumed()).isEqualTo(TICKS.lines().size());
    assertThat(totals.dead()).isEqualTo(TICKS.dead());
    assertThat(lake.scores()).isEqualTo(TICKS.scores("v1", model.bytes(), model.sha256()));
    assertThat(lake.deadLetters()).hasSize((int) TICKS.dead());
    assertThat(
            lake.store
                .read(Tables.DEAD_LETTERS)
                .select("reason")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .containsExactlyInAnyOrderElementsOf(
            TICKS.lines().stream()
                .map(RecordedTicks.Line::reason)
                .filter(reason -> !reason.isEmpty())
                .toList());
    assertThat(
            lake.store
                .read(Tables.DEAD_LETTERS)
                .where(functions.col("source").notEqual(topic))
                .count())
        .isZero();
    assertThat(lake.run(lake.settings(source, RecordedTicks.SET))).isEqualTo(totals);
    assertThat(lake.store.exists(Tables.ALERTS)).as("each offset had a tick").isFalse();
  }

  /** Ends of transactions take offsets that no tick has. */
  @Test
  void offsetsWithoutTicksAreTold() throws Exception {
    String servers = servers();
    String topic = created(servers, "transactions", 1);
    TestLake lake = new TestLake(folder.resolve("lake"));
    lake.champion("v1", TestLake.onnx(RecordedTicks.SET, 1));
    Properties client = new Properties();
    client.put("bootstrap.servers", servers);
    client.put("transactional.id", topic);
    client.put("key.serializer", StringSerializer.class.getName());
    client.put("value.serializer", StringSerializer.class.getName());
    List<RecordedTicks.Line> lines = TICKS.lines().subList(0, 100);
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(client)) {
      producer.initTransactions();
      for (int part = 0; part < 4; part++) {
        producer.beginTransaction();
        for (RecordedTicks.Line line : lines.subList(part * 25, part * 25 + 25)) {
          producer.send(new ProducerRecord<>(topic, "IBM", line.text()));
        }
        producer.commitTransaction();
      }
    }
    TickSource source =
        TickSource.at("kafka://" + servers + "/" + topic, Map.of("maxOffsetsPerTrigger", "30"));
    LiveScorer.Totals totals = lake.run(lake.settings(source, RecordedTicks.SET));
    assertThat(totals.consumed()).isEqualTo(100);
    assertThat(
            lake.store
                .read(Tables.ALERTS)
                .selectExpr("concat(run_id, ' ', rule, ' ', subject, ': ', message)")
                .as(org.apache.spark.sql.Encoders.STRING())
                .collectAsList())
        .singleElement()
        .asString()
        .startsWith("live-live@0 offsets-without-ticks " + topic)
        .contains("batch 0 covers 30 offsets of topic " + topic + " and has 29 ticks");

    TestLake committed = new TestLake(folder.resolve("committed"));
    committed.champion("v1", TestLake.onnx(RecordedTicks.SET, 1));
    TickSource expected =
        TickSource.at(
            "kafka://" + servers + "/" + topic, Map.of("kafka.isolation.level", "read_committed"));
    assertThat(committed.run(committed.settings(expected, RecordedTicks.SET)).consumed())
        .isEqualTo(100);
    assertThat(committed.store.exists(Tables.ALERTS)).isFalse();
  }

  /** Its offsets begin anew: without a look at its id those up to the old ones would be skipped. */
  @Test
  void aTopicMadeAnewIsRefusedUntilItIsKnownToBeTheSame() throws Exception {
    String servers = servers();
    String topic = created(servers, "anew", 1);
    TestLake lake = new TestLake(folder.resolve("lake"));
    OnnxArtifact model = TestLake.onnx(RecordedTicks.SET, 1);
    lake.champion("v1", model);
    TickSource source = TickSource.at("kafka://" + servers + "/" + topic, Map.of());
    int half = TICKS.lines().size() / 2;
    send(servers, topic, TICKS.lines().subList(0, half));
    LiveScorer.Totals before = lake.run(lake.settings(source, RecordedTicks.SET));

    try (Admin broker = admin(servers)) {
      broker.deleteTopics(List.of(topic)).all().get();
    }
    create(servers, topic, 1);
    send(servers, topic, TICKS.lines());
    ScorerSettings settings = lake.settings(source, RecordedTicks.SET);
    assertThatThrownBy(() -> lake.run(settings))
        .hasMessageContaining("the topic was made anew")
        .hasMessageContaining("delete " + settings.checkpoint() + "/source");
    assertThat(new LiveScorer(lake.store, settings).totals()).isEqualTo(before);

    // It has the same records at the same offsets: whoever knows that takes the note away.
    Path checkpoint = lake.store.lake().localPath("checkpoints/" + settings.query());
    Files.delete(checkpoint.resolve("source"));
    Files.deleteIfExists(checkpoint.resolve(".source.crc"));
    lake.run(settings);
    assertThat(lake.scores()).isEqualTo(TICKS.scores("v1", model.bytes(), model.sha256()));
  }

  /** Spark ends such a query once, for nothing; nobody may notice. */
  @Test
  void aBatchThatACrashLeftUnfinishedIsRepeatedAndTheScorerGoesOn() throws Exception {
    String servers = servers();
    String topic = created(servers, "crash", 1);
    TestLake lake = new TestLake(folder.resolve("lake"));
    OnnxArtifact model = TestLake.onnx(RecordedTicks.SET, 1);
    lake.champion("v1", model);
    TickSource source =
        TickSource.at(
            "kafka://" + servers + "/" + topic,
            Map.of("maxOffsetsPerTrigger", Integer.toString(TICKS.lines().size() / 4)));
    send(servers, topic, TICKS.lines());
    ScorerSettings settings = lake.settings(source, RecordedTicks.SET);
    LiveScorer dying =
        new LiveScorer(lake.store, settings)
            .behind(
                batch -> {
                  if (batch == 1) {
                    throw new IllegalStateException("the power is off");
                  }
                });
    assertThatThrownBy(() -> dying.start().awaitTermination()).hasMessageContaining("the power");
    Path checkpoint = lake.store.lake().localPath("checkpoints/" + settings.query());
    assertThat(checkpoint.resolve("offsets/1")).exists();
    assertThat(checkpoint.resolve("commits/1")).doesNotExist();

    LiveScorer.Totals totals = lake.run(settings);
    assertThat(totals.consumed()).isEqualTo(TICKS.lines().size());
    assertThat(lake.scores()).isEqualTo(TICKS.scores("v1", model.bytes(), model.sha256()));
  }

  private static String servers() {
    String servers = System.getProperty("tidemark.kafka", "");
    Prerequisite.need(
        "kafka",
        !servers.isEmpty(),
        "no broker given; start one and set -Dtidemark.kafka=host:port");
    return servers;
  }

  private static Admin admin(String servers) {
    Properties admin = new Properties();
    admin.put("bootstrap.servers", servers);
    return Admin.create(admin);
  }

  /** A new topic under a name that no run before has used. */
  private static String created(String servers, String prefix, int partitions) throws Exception {
    String topic = prefix + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    create(servers, topic, partitions);
    return topic;
  }

  private static void create(String servers, String topic, int partitions) throws Exception {
    try (Admin broker = admin(servers)) {
      broker.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  /** Ticks by their instrument, anything else under a key of its own. */
  private static void send(String servers, String topic, List<RecordedTicks.Line> lines) {
    try (KafkaSink sink = new KafkaSink(new KafkaAddress(servers, topic), Map.of())) {
      for (Iterator<RecordedTicks.Line> it = lines.iterator(); it.hasNext(); ) {
        String line = it.next().text();
        String key =
            WireReader.read(line) instanceof Parsed parsed
                ? parsed.event().instrument().value()
                : "unknown";
        sink.write(key, line);
      }
    }
  }
}
