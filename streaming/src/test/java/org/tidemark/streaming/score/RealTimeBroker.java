package org.tidemark.streaming.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.tidemark.market.wire.Parsed;
import org.tidemark.market.wire.WireReader;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.KafkaSink;
import org.tidemark.testkit.Prerequisite;

/** The broker of the system property {@code tidemark.kafka}, with topics of one test's own. */
final class RealTimeBroker {
  final String servers = System.getProperty("tidemark.kafka", "");
  final String name;

  RealTimeBroker(String name) throws Exception {
    Prerequisite.need(
        "kafka",
        !servers.isEmpty(),
        "no broker given; start one and set -Dtidemark.kafka=host:port");
    this.name = name + "-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    try (Admin admin = admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(in().topic(), 2, (short) 1),
                  new NewTopic(out().topic(), 2, (short) 1),
                  new NewTopic(dead().topic(), 1, (short) 1)))
          .all()
          .get();
    }
  }

  /** Makes the input topic anew; the records are gone. */
  void recreate() throws Exception {
    try (Admin admin = admin()) {
      Uuid before = id(admin).orElseThrow();
      admin.deleteTopics(List.of(in().topic())).all().get();
      long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (id(admin).filter(id -> !id.equals(before)).isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(until);
        try {
          admin.createTopics(List.of(new NewTopic(in().topic(), 2, (short) 1))).all().get();
        } catch (ExecutionException there) { // yet, or again, as somebody's question makes it
          Thread.sleep(50);
        }
      }
      if (admin.describeTopics(List.of(in().topic())).allTopicNames().get().values().stream()
          .anyMatch(topic -> topic.partitions().size() == 1)) {
        admin.createPartitions(Map.of(in().topic(), NewPartitions.increaseTo(2))).all().get();
      }
    }
  }

  private Optional<Uuid> id(Admin admin) throws Exception {
    return admin.listTopics().listings().get().stream()
        .filter(topic -> topic.name().equals(in().topic()))
        .map(TopicListing::topicId)
        .findAny();
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", servers));
  }

  KafkaAddress in() {
    return new KafkaAddress(servers, name + "-in");
  }

  KafkaAddress out() {
    return new KafkaAddress(servers, name + "-out");
  }

  KafkaAddress dead() {
    return new KafkaAddress(servers, name + "-out-dead");
  }

  /** Ticks by their instrument, anything else under a key of its own. */
  void send(List<RecordedTicks.Line> lines) {
    try (KafkaSink sink = new KafkaSink(in(), Map.of())) {
      for (RecordedTicks.Line line : lines) {
        String key =
            WireReader.read(line.text()) instanceof Parsed parsed
                ? parsed.event().instrument().value()
                : "unknown";
        sink.write(key, line.text());
      }
    }
  }

  /** Sends one record as it is. */
  void write(KafkaAddress topic, String record) {
    try (KafkaSink sink = new KafkaSink(topic, Map.of())) {
      sink.write("any", record);
    }
  }

  /** All records of a topic. */
  List<ConsumerRecord<String, String>> read(KafkaAddress topic) {
    List<ConsumerRecord<String, String>> all = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic.topic()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
              .toList();
      consumer.assign(partitions);
      long left =
          consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
      while (all.size() < left) {
        consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
      }
    }
    return all;
  }

  /** Lets go of the records of a partition of the input below an offset, as retention does. */
  void forget(int partition, long below) throws Exception {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(in().topic(), partition), RecordsToDelete.beforeOffset(below)))
          .all()
          .get();
    }
  }
}
