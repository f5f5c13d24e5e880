package org.tidemark.streaming.realtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Measures how long scores take: timestamp of the score's record in its topic less that of the
 * record that closed its bar in the other, as whoever wrote each has set it (Kafka's {@code
 * CreateTime} or {@code LogAppendTime}). Of what has come since the look before, some evenly spaced
 * records are read, so it costs the query itself nothing. Used by one thread.
 */
final class LatencyProbe implements AutoCloseable {
  /** Records of a look, over all partitions. */
  static final int MOST = 20;

  private static final Duration WAIT = Duration.ofSeconds(2);

  private final String from;
  private final String to;
  private final Map<String, String> fromClient;
  private final Map<String, String> toClient;
  private Optional<Clients> clients = Optional.empty();
  private Map<TopicPartition, Long> seen = Map.of();

  private record Clients(
      KafkaConsumer<byte[], byte[]> inputs, KafkaConsumer<byte[], byte[]> outputs) {}

  /**
   * @param from topic of ticks
   * @param fromClient options of its client, the servers among them
   * @param to topic of scores
   * @param toClient options of its client
   */
  LatencyProbe(
      String from, Map<String, String> fromClient, String to, Map<String, String> toClient) {
    this.from = from;
    this.to = to;
    this.fromClient = Map.copyOf(fromClient);
    this.toClient = Map.copyOf(toClient);
  }

  /**
   * Latencies of scores that came out since the look before; the first look has none. A negative
   * one, of clocks that differ, counts as zero.
   */
  List<Duration> look() {
    if (clients.isEmpty()) {
      clients = Optional.of(new Clients(consumer(fromClient), consumer(toClient)));
    }
    KafkaConsumer<byte[], byte[]> outputs = clients.get().outputs();
    List<TopicPartition> partitions =
        outputs.partitionsFor(to).stream()
            .map(about -> new TopicPartition(to, about.partition()))
            .toList();
    Map<TopicPartition, Long> ends = outputs.endOffsets(partitions);
    Map<TopicPartition, Long> before = seen;
    seen = Map.copyOf(ends);
    List<Duration> latencies = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long begin = before.getOrDefault(partition, ends.get(partition));
      for (long offset : spread(begin, ends.get(partition), MOST / partitions.size())) {
        at(outputs, partition, offset).flatMap(this::latency).ifPresent(latencies::add);
      }
    }
    return latencies;
  }

  /** At most so many offsets of a range, evenly spaced, the last one among them. */
  static List<Long> spread(long begin, long end, int most) {
    long there = end - begin;
    long taken = Math.min(there, Math.max(1, most));
    return LongStream.rangeClosed(1, taken).mapToObj(k -> begin + k * there / taken - 1).toList();
  }

  private Optional<Duration> latency(ConsumerRecord<byte[], byte[]> output) {
    return OutputLine.place(output.value())
        .flatMap(
            tick ->
                at(
                    clients.orElseThrow().inputs(),
                    new TopicPartition(from, tick.partition()),
                    tick.offset()))
        .map(input -> Duration.ofMillis(Math.max(0, output.timestamp() - input.timestamp())));
  }

  /** The record at an offset; empty if it is gone or does not come in time. */
  private static Optional<ConsumerRecord<byte[], byte[]>> at(
      KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long offset) {
    try {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      return consumer.poll(WAIT).records(partition).stream()
          .filter(record -> record.offset() == offset)
          .findFirst();
    } catch (OffsetOutOfRangeException gone) {
      return Optional.empty();
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, String> client) {
    Map<String, Object> all = new HashMap<>(client);
    all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 14); // one record comes anyway
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    clients.ifPresent(
        open -> {
          open.inputs().close(WAIT);
          open.outputs().close(WAIT);
        });
  }
}
