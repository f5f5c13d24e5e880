package org.tidemark.streaming.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Prerequisite;

/** Latencies are those of the timestamps of the very records that belong together. */
@Tag("kafka")
class LatencyProbeIT {
  private static final long NOON = 1_767_268_800_000L;

  @Test
  void eachIsTheScoresTimeLessItsTicks() throws Exception {
    String servers = System.getProperty("tidemark.kafka", "");
    Prerequisite.need("kafka", !servers.isEmpty(), "no broker given; set -Dtidemark.kafka");
    String in = "latency-in-" + System.nanoTime();
    String out = in.replace("in", "out");
    Map<String, String> client = Map.of("bootstrap.servers", servers);
    try (Admin admin = Admin.create(Map.copyOf(client))) {
      admin
          .createTopics(List.of(new NewTopic(in, 2, (short) 1), new NewTopic(out, 3, (short) 1)))
          .all()
          .get();
    }
    try (KafkaProducer<String, String> producer =
            new KafkaProducer<>(
                Map.copyOf(client), new StringSerializer(), new StringSerializer());
        LatencyProbe probe = new LatencyProbe(in, client, out, client)) {
      // A partition's k-th tick comes at second k of the first, second 100 + k of the second.
      for (int partition = 0; partition < 2; partition++) {
        for (int k = 0; k < 5; k++) {
          send(producer, in, partition, NOON + 100_000L * partition + 1_000L * k, "tick");
        }
      }
      send(producer, out, 0, NOON + 9_000, "{\"id\":\"0:0.0/set/v1\"}");
      assertThat(probe.look()).as("what was there before is not measured").isEmpty();
      send(producer, out, 0, NOON + 2_007, "{\"id\":\"0:2.0/set/v1\"}");
      send(producer, out, 2, NOON + 103_040, "{\"id\":\"1:3.1/set/v1\"}");
      send(producer, out, 2, NOON, "{\"id\":\"1:4.0/set/v1\"}"); // clocks that differ
      send(producer, out, 2, NOON, "{\"id\":\"1:99.0/set/v1\"}"); // no such tick
      send(producer, out, 2, NOON, "somebody else's");
      assertThat(probe.look())
          .containsExactlyInAnyOrder(Duration.ofMillis(7), Duration.ofMillis(40), Duration.ZERO);
      assertThat(probe.look()).as("nothing is new").isEmpty();
      for (int k = 0; k < 500; k++) {
        send(producer, out, k % 3, NOON + 1_500, "{\"id\":\"0:1.0/set/v1\"}");
      }
      assertThat(probe.look()).hasSize(LatencyProbe.MOST).containsOnly(Duration.ofMillis(500));
    }
  }

  private static void send(
      KafkaProducer<String, String> producer, String topic, int partition, long at, String value)
      throws Exception {
    producer.send(new ProducerRecord<>(topic, partition, at, "key", value)).get();
  }
}
