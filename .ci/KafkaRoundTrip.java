import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Creates a topic on a broker, writes to it in a transaction and reads the same records back. */
final class KafkaRoundTrip {
  private static final int RECORDS = 1000;

  public static void main(String[] args) throws Exception {
    Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", args[0]));
    String topic = "round-trip-" + ProcessHandle.current().pid();
    try (Admin admin = Admin.create(config)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    List<String> sent = new ArrayList<>();
    config.put("transactional.id", topic);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < RECORDS; i++) {
        sent.add(i + "=" + "v" + i * i);
        producer.send(new ProducerRecord<>(topic, String.valueOf(i), "v" + i * i));
      }
      producer.commitTransaction();
    }
    config.remove("transactional.id");
    config.put("isolation.level", "read_committed");
    config.put("auto.offset.reset", "earliest");
    List<String> received = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      for (int polls = 0; received.size() < RECORDS && polls < 30; polls++) {
        consumer
            .poll(Duration.ofSeconds(1))
            .forEach(record -> received.add(record.key() + "=" + record.value()));
      }
    }
    if (!received.equals(sent)) {
      System.err.println("sent " + sent.size() + " records, received " + received.size());
      System.exit(1);
    }
    System.out.println("kafka: " + RECORDS + " records written and read back in order");
  }
}
