package org.tidemark.streaming.realtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * What a broker says of a topic now.
 *
 * @param id which a topic made anew does not share
 * @param cleanup its cleanup policy
 * @param beginnings first offset that is held, by partition
 * @param ends offset of the next record, by partition
 */
record TopicFacts(
    String topic,
    String id,
    String cleanup,
    Map<Integer, Long> beginnings,
    Map<Integer, Long> ends) {
  private static final long PATIENCE_SECONDS = 20;

  TopicFacts {
    beginnings = new TreeMap<>(beginnings);
    ends = new TreeMap<>(ends);
  }

  /**
   * Asks the broker.
   *
   * @param client options of a client, the servers among them
   */
  static TopicFacts of(String topic, Map<String, String> client) {
    try (Admin admin = Admin.create(new HashMap<>(client))) {
      TopicDescription about =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .get(topic);
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      String cleanup =
          admin
              .describeConfigs(List.of(resource))
              .all()
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .get(resource)
              .get("cleanup.policy")
              .value();
      return new TopicFacts(
          topic,
          about.topicId().toString(),
          cleanup,
          offsets(admin, about, OffsetSpec.earliest()),
          offsets(admin, about, OffsetSpec.latest()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new IllegalStateException(
            "topic " + topic + " does not exist; create it with the partitions it is to keep", e);
      }
      throw new IllegalStateException(
          "the broker did not describe topic " + topic + ": " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "no answer from "
              + client.get("bootstrap.servers")
              + " within "
              + PATIENCE_SECONDS
              + " s; is the broker up, and its address right?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while asking for topic " + topic, e);
    }
  }

  private static Map<Integer, Long> offsets(Admin admin, TopicDescription about, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    about
        .partitions()
        .forEach(p -> wanted.put(new TopicPartition(about.name(), p.partition()), which));
    Map<Integer, Long> offsets = new TreeMap<>();
    admin
        .listOffsets(wanted)
        .all()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    return offsets;
  }
}
