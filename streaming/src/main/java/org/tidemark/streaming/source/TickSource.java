package org.tidemark.streaming.source;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Where live ticks come from. */
public sealed interface TickSource permits KafkaTopic, TickFolder {
  /** An unbounded stream with the columns of {@link RawTicks}, in batches of bounded size. */
  Dataset<Row> open(SparkSession spark);

  /** The name that dead letters carry: topic or folder. */
  String name();

  /** Kind and name, with which the identity begins: "topic ticks". */
  String label();

  /**
   * What tells it from another source, also from one of the same name, such as a topic made anew.
   *
   * @throws IllegalStateException if a topic is not there, or its broker does not answer
   */
  String identity();

  /**
   * Whether offsets can be of such a source.
   *
   * @param offsets as Spark notes them in a checkpoint
   */
  boolean owns(String offsets);

  /**
   * How many offsets a batch covers, which is not less than the records that it may read; empty
   * where the source has no offsets of records, or they are not noted.
   *
   * @param log of the query that reads the source
   */
  OptionalLong covered(CheckpointLog log, long batch);

  /** Whether fewer records than offsets are a surprise. */
  boolean everyOffsetHasATick();

  /** How the bytes of a raw tick carry it. */
  TickSchema schema();

  /**
   * In one line all of what is asked for that decides which ticks lie between two offsets; a batch
   * that is repeated must be read in the same way.
   */
  String manner();

  /**
   * Reads an address: {@code kafka://host:port[,host:port]/topic}, or the path or URI of a folder.
   *
   * @param kafkaOptions passed to the Kafka reader as they are, for example {@code
   *     kafka.security.protocol} or {@code maxOffsetsPerTrigger}; refused for a folder
   */
  static TickSource at(String address, Map<String, String> kafkaOptions) {
    return at(address, kafkaOptions, TickSchema.json());
  }

  /** The same with messages of another schema than JSON; a folder has JSON lines. */
  static TickSource at(String address, Map<String, String> kafkaOptions, TickSchema schema) {
    if (address.startsWith(KafkaAddress.SCHEME)) {
      return new KafkaTopic(KafkaAddress.parse(address), kafkaOptions, schema);
    }
    if (!schema.equals(TickSchema.json())) {
      throw new IllegalArgumentException(
          "a schema came with the folder '"
              + address
              + "', whose files have JSON lines; drop it or give kafka://host:port/topic");
    }
    if (!kafkaOptions.isEmpty()) {
      throw new IllegalArgumentException(
          "Kafka options "
              + kafkaOptions.keySet()
              + " came with the folder '"
              + address
              + "'; drop them or give kafka://host:port/topic");
    }
    return TickFolder.at(address);
  }
}
