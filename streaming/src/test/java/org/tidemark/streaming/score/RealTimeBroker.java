package org.tidemark.streaming.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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
