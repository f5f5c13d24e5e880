package org.tidemark.streaming.realtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.tidemark.streaming.source.TopicAdmin;

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
    return TopicAdmin.ask(
        topic,
        client,
        admin -> {
          TopicDescription about = TopicAdmin.describe(admin, topic);
          ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
          String cleanup =
              TopicAdmin.answer(admin.describeConfigs(List.of(resource)).all())
                  .get(resource)
                  .get("cleanup.policy")
                  .value();
          return new TopicFacts(
              topic,
              about.topicId().toString(),
              cleanup,
              offsets(admin, about, OffsetSpec.earliest()),
              offsets(admin, about, OffsetSpec.latest()));
        });
  }

  private static Map<Integer, Long> offsets(Admin admin, TopicDescription about, OffsetSpec which)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    about
        .partitions()
        .forEach(p -> wanted.put(new TopicPartition(about.name(), p.partition()), which));
    Map<Integer, Long> offsets = new TreeMap<>();
    TopicAdmin.answer(admin.listOffsets(wanted).all())
        .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
    return offsets;
  }
}
