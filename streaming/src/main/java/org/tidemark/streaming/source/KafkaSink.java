package org.tidemark.streaming.source;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.wire.WireWriter;

/**
 * Sends ticks to a Kafka topic with an idempotent producer: the broker keeps each once and in
 * order, also when the producer tries again. The key is the instrument, so that one instrument
 * stays in one partition.
 */
public final class KafkaSink implements TickSink {
  private final KafkaAddress address;
  private final KafkaProducer<String, String> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param options of the producer, over the defaults given here
   */
  public KafkaSink(KafkaAddress address, Map<String, String> options) {
    this.address = address;
    Map<String, Object> all = new HashMap<>();
    all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    all.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
    all.putAll(KafkaOptions.ofClient(options));
    all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address.servers());
    all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    all.put(ProducerConfig.ACKS_CONFIG, "all");
    this.producer = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  @Override
  public void send(MarketEvent event) {
    write(event.instrument().value(), WireWriter.write(event));
  }

  /** Sends one message as it is, also one that is no tick: for tests of what a reader refuses. */
  public void write(String key, String message) {
    check();
    producer.send(
        new ProducerRecord<>(address.topic(), key, message),
        (stored, problem) -> {
          if (problem != null) {
            failure.compareAndSet(null, problem);
          }
        });
  }

  @Override
  public void flush() {
    producer.flush();
    check();
  }

  @Override
  public void close() {
    producer.close();
    check();
  }

  private void check() {
    Exception problem = failure.get();
    if (problem != null) {
      throw new IllegalStateException(
          "topic "
              + address.topic()
              + " at "
              + address.servers()
              + " did not take a tick: "
              + problem.getMessage()
              + "; later ticks were not sent",
          problem);
    }
  }
}
