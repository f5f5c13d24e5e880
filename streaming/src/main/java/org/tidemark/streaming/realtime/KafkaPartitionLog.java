package org.tidemark.streaming.realtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.tidemark.streaming.source.ArrivalTime;

/**
 * A partition of a Kafka topic for a replay: its own consumer without a group, which fails instead
 * of jumping when an offset is gone.
 */
final class KafkaPartitionLog implements PartitionLog {
  /** Longest time without a record. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /**
   * @param client options of the consumer, the servers among them
   */
  KafkaPartitionLog(String topic, int partition, Map<String, String> client) {
    this.partition = new TopicPartition(topic, partition);
    Map<String, Object> all = new HashMap<>(client);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    this.consumer =
        new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(this.partition));
  }

  @Override
  public long beginning() {
    return consumer.beginningOffsets(List.of(partition), DEADLINE).get(partition);
  }

  @Override
  public void read(long from, long to, Consumer<LogRecord> into) {
    consumer.seek(partition, from);
    long next = from;
    try {
      while (next < to) {
        List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(DEADLINE).records(partition);
        if (records.isEmpty()) {
          throw new IllegalStateException(
              partition + ": no record at offset " + next + " within " + DEADLINE);
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
          if (record.offset() < to) {
            into.accept(
                new LogRecord(
                    record.partition(),
                    record.offset(),
                    ArrivalTime.nanos(record.timestamp()),
                    record.value() == null ? new byte[0] : record.value()));
          }
          next = record.offset() + 1;
        }
      }
    } catch (KafkaException e) {
      throw new IllegalStateException(
          partition + ": offset " + next + " cannot be read again: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    consumer.close(Duration.ofSeconds(5));
  }
}
