package org.tidemark.streaming.realtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how long scores take: timestamp of the score's record in its topic less that of the
 * record that closed its bar in the other, as whoever wrote each has set it (Kafka's {@code
 * CreateTime} or {@code LogAppendTime}). Of what has come since the look before, some evenly spaced
 * records are read, so it costs the query itself nothing. A thread of its own: a topic that does
 * not answer must hold up nobody.
 */
final class LatencyProbe implements AutoCloseable {
  /** Scores of a look. */
  static final int MOST = 20;

  private static final Logger LOG = LoggerFactory.getLogger(LatencyProbe.class);
  private static final long EVERY_SECONDS = 10;
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final String from;
  private final String to;
  private final Map<String, String> fromClient;
  private final Map<String, String> toClient;
  private final ConcurrentLinkedQueue<Duration> measured = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Threads.daemon("realtime-latency"));
  private Optional<KafkaConsumer<byte[], byte[]>> inputs = Optional.empty();
  private Optional<KafkaConsumer<byte[], byte[]>> outputs = Optional.empty();
  private Map<TopicPartition, Long> seen = Map.of();
  private boolean warned;

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

  /** Measures scores that come out from now on. */
  void begin() {
    thread.scheduleWithFixedDelay(this::lookQuietly, 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** What was measured since this was asked before. */
  List<Duration> taken() {
    List<Duration> latencies = new ArrayList<>();
    for (Duration next = measured.poll(); next != null; next = measured.poll()) {
      latencies.add(next);
    }
    return latencies;
  }

  private void lookQuietly() {
    try {
      measured.addAll(look());
    } catch (RuntimeException e) { // a look that fails must not be the last
      if (!warned) {
        LOG.warn("latencies from {} to {} are not known: {}", from, to, e.toString());
      }
      warned = true; // once: a client without the right to read would fill the log
    }
  }

  /**
   * Latencies of scores that came out since the look before; the first look has none. A negative
   * one, of clocks that differ, counts as zero.
   */
  List<Duration> look() {
    if (outputs.isEmpty()) {
      outputs = Optional.of(consumer(toClient));
    }
    KafkaConsumer<byte[], byte[]> scores = outputs.get();
    List<TopicPartition> partitions =
        scores.partitionsFor(to).stream()
            .map(about -> new TopicPartition(to, about.partition()))
            .toList();
    Map<TopicPartition, Long> ends = scores.endOffsets(partitions);
    Map<TopicPartition, Long> before = seen;
    seen = Map.copyOf(ends);
    // All that is new, one partition after the other.
    NavigableMap<Long, TopicPartition> begins = new TreeMap<>();
    long all = 0;
    for (TopicPartition partition : partitions) {
      long fresh = ends.get(partition) - before.getOrDefault(partition, ends.get(partition));
      if (fresh > 0) {
        begins.put(all, partition);
        all += fresh;
      }
    }
    List<Duration> latencies = new ArrayList<>();
    for (long place : spread(all, MOST)) {
      Map.Entry<Long, TopicPartition> of = begins.floorEntry(place);
      long offset = before.get(of.getValue()) + place - of.getKey();
      at(scores, of.getValue(), offset).flatMap(this::latency).ifPresent(latencies::add);
    }
    return latencies;
  }

  /** At most so many numbers from 0 up to an end, evenly spaced, the last one among them. */
  static List<Long> spread(long end, int most) {
    long taken = Math.min(end, most);
    return LongStream.rangeClosed(1, taken).mapToObj(k -> k * end / taken - 1).toList();
  }

  private Optional<Duration> latency(ConsumerRecord<byte[], byte[]> output) {
    if (inputs.isEmpty()) {
      inputs = Optional.of(consumer(fromClient));
    }
    return OutputLine.place(output.value())
        .flatMap(
            tick -> at(inputs.get(), new TopicPartition(from, tick.partition()), tick.offset()))
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
    all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 14); // one record comes anyway
    return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void close() {
    if (!Threads.end(thread)) {
      return; // a client is of one thread; it goes with the process
    }
    outputs.ifPresent(LatencyProbe::close);
    inputs.ifPresent(LatencyProbe::close);
  }

  private static void close(KafkaConsumer<byte[], byte[]> consumer) {
    try {
      consumer.close(WAIT);
    } catch (KafkaException e) {
      LOG.warn("{}", e.toString());
    }
  }
}
