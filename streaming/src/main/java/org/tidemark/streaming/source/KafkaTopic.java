package org.tidemark.streaming.source;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Kafka topic whose messages are ticks; all ticks of an instrument are in one partition. Begins
 * at the earliest offset and fails when offsets it needs are gone, unless the options say
 * otherwise.
 *
 * @param options of Spark's Kafka reader, over the defaults given here; those of the Kafka client
 *     begin with {@code kafka.}, which may be left out of {@code security.}, {@code sasl.} and
 *     {@code ssl.}
 * @param schema of the messages
 */
public record KafkaTopic(KafkaAddress address, Map<String, String> options, TickSchema schema)
    implements TickSource {
  /** Ticks of one micro-batch unless {@code maxOffsetsPerTrigger} says otherwise. */
  static final long MAX_TICKS = 1_000_000;

  public KafkaTopic {
    options = KafkaOptions.ofReader(options);
    for (String fixed : new String[] {"kafka.bootstrap.servers", "subscribe", "includeHeaders"}) {
      if (options.containsKey(fixed)) {
        throw new IllegalArgumentException(
            "option " + fixed + " is decided by the address " + address + "; drop it");
      }
    }
  }

  /** A topic of JSON lines. */
  public KafkaTopic(KafkaAddress address, Map<String, String> options) {
    this(address, options, TickSchema.json());
  }

  /** Names options without their values: among them are passwords. */
  @Override
  public String toString() {
    return address + " with options " + new TreeSet<>(options.keySet());
  }

  @Override
  public String name() {
    return address.topic();
  }

  @Override
  public String label() {
    return "topic " + address.topic();
  }

  @Override
  public String identity() {
    Map<String, String> reader = new HashMap<>(options);
    reader.keySet().removeIf(key -> !key.startsWith("kafka."));
    Map<String, String> client = new HashMap<>(KafkaOptions.ofClient(reader));
    client.put("bootstrap.servers", address.servers());
    String id =
        TopicAdmin.ask(
            address.topic(),
            client,
            admin -> TopicAdmin.describe(admin, address.topic()).topicId().toString());
    return label() + " with id " + id;
  }

  /** {@code {"topic":{"0":17}}}. */
  @Override
  public boolean owns(String offsets) {
    return offsets.contains("\"" + address.topic() + "\":{");
  }

  @Override
  public OptionalLong covered(CheckpointLog log, long batch) {
    Optional<String> from = batch == 0 ? log.origin() : log.offsets(batch - 1);
    Optional<String> to = log.offsets(batch);
    if (from.isEmpty() || to.isEmpty()) {
      return OptionalLong.empty();
    }
    Map<Integer, Long> begins = TopicOffsets.parse(from.get());
    // A partition that was added meanwhile begins with its first record.
    return OptionalLong.of(
        TopicOffsets.parse(to.get()).entrySet().stream()
            .mapToLong(end -> Math.max(0, end.getValue() - begins.getOrDefault(end.getKey(), 0L)))
            .sum());
  }

  /** Ends of transactions have none; who reads what is committed alone says that there are such. */
  @Override
  public boolean everyOffsetHasATick() {
    return !"read_committed".equals(options.get("kafka.isolation.level"));
  }

  @Override
  public String manner() {
    return schema.id()
        + " "
        + options
            .getOrDefault("kafka.isolation.level", "read_uncommitted")
            .toLowerCase(Locale.ROOT);
  }

  @Override
  public Dataset<Row> open(SparkSession spark) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("startingOffsets", "earliest");
    all.put("failOnDataLoss", "true");
    all.put("maxOffsetsPerTrigger", Long.toString(MAX_TICKS));
    all.putAll(options);
    all.put("kafka.bootstrap.servers", address.servers());
    all.put("subscribe", address.topic());
    return spark
        .readStream()
        .format("kafka")
        .options(all)
        .load()
        .select(
            col("topic").as(RawTicks.SOURCE),
            col("partition").cast("string").as(RawTicks.SOURCE_PARTITION),
            col("offset").as(RawTicks.SOURCE_OFFSET),
            ArrivalTime.nanos(col("timestamp")).as(RawTicks.ARRIVAL_NANOS),
            col("value").as(RawTicks.RAW));
  }
}
