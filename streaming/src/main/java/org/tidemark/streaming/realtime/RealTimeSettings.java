package org.tidemark.streaming.realtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.tidemark.features.FeatureSet;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.score.Thresholds;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.KafkaOptions;
import org.tidemark.streaming.source.TickSchema;

/**
 * One real-time query.
 *
 * @param query its name: lower-case letters, digits and dashes
 * @param model the model whose champion scores
 * @param from topic of ticks; all ticks of an instrument are in one partition
 * @param to topic of scores, on the same cluster or another
 * @param deadTopic topic of ticks that could not be used, on the cluster of {@code to}
 * @param folder belongs to the query for life: checkpoint, snapshots, model; every executor sees it
 * @param turn how long the tasks run between checkpoints: after a crash at most so much is repeated
 * @param snapshotEvery records of a partition between two snapshots
 * @param kafka options of the Kafka clients as Spark takes them ({@code kafka.security.protocol}),
 *     over the defaults
 * @param schema how messages carry ticks
 */
public record RealTimeSettings(
    String query,
    String model,
    KafkaAddress from,
    KafkaAddress to,
    String deadTopic,
    FeatureSet set,
    TickLimits limits,
    Thresholds thresholds,
    Path folder,
    Duration turn,
    long snapshotEvery,
    Map<String, String> kafka,
    TickSchema schema) {
  /** Shortest turn that Spark allows. */
  public static final Duration SHORTEST_TURN = Duration.ofSeconds(5);

  /** A turn pauses the outputs for some tenths of a second, so it must not come often. */
  public static final Duration STANDARD_TURN = Duration.ofMinutes(5);

  /** A replay of so many records takes seconds. */
  public static final long STANDARD_SNAPSHOT = 100_000;

  public RealTimeSettings {
    if (!query.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "query name '" + query + "' must be lower-case letters, digits and dashes");
    }
    if (model.isBlank()) {
      throw new IllegalArgumentException("a real-time query needs the name of a model");
    }
    if (turn.compareTo(SHORTEST_TURN) < 0) {
      throw new IllegalArgumentException(
          "a turn of "
              + turn
              + " is shorter than "
              + SHORTEST_TURN
              + "; take 30 s or more, 5 to 10 minutes where the 99th percentile matters");
    }
    if (snapshotEvery < 1) {
      throw new IllegalArgumentException(
          "records between snapshots = " + snapshotEvery + " must be 1 or more");
    }
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "the query reads and writes topic " + from.topic() + "; give another topic to write to");
    }
    if (deadTopic.equals(to.topic()) || deadTopic.equals(from.topic())) {
      throw new IllegalArgumentException(
          "dead letters need a topic of their own, not " + deadTopic);
    }
    for (String option : kafka.keySet()) {
      if (!option.startsWith("kafka.") || option.equals("kafka.bootstrap.servers")) {
        throw new IllegalArgumentException(
            "option "
                + option
                + " must begin with 'kafka.', as in kafka.security.protocol, and the servers stand"
                + " in the addresses");
      }
    }
    kafka = Map.copyOf(kafka);
  }

  /** The usual settings. */
  public static RealTimeSettings of(
      String query, String model, KafkaAddress from, KafkaAddress to, FeatureSet set, Path folder) {
    return new RealTimeSettings(
        query,
        model,
        from,
        to,
        to.topic() + "-dead",
        set,
        TickLimits.standard(),
        Thresholds.ofProbability(),
        folder,
        STANDARD_TURN,
        STANDARD_SNAPSHOT,
        Map.of(),
        TickSchema.json());
  }

  /** The same query with another turn and distance of snapshots. */
  public RealTimeSettings withTurn(Duration other, long records) {
    return new RealTimeSettings(
        query,
        model,
        from,
        to,
        deadTopic,
        set,
        limits,
        thresholds,
        folder,
        other,
        records,
        kafka,
        schema);
  }

  /** The same query with another topic for dead letters. */
  public RealTimeSettings withDeadTopic(String other) {
    return new RealTimeSettings(
        query,
        model,
        from,
        to,
        other,
        set,
        limits,
        thresholds,
        folder,
        turn,
        snapshotEvery,
        kafka,
        schema);
  }

  /** The same query with settings of its Kafka clients, with or without {@code kafka.} before. */
  public RealTimeSettings withKafka(Map<String, String> options) {
    return new RealTimeSettings(
        query,
        model,
        from,
        to,
        deadTopic,
        set,
        limits,
        thresholds,
        folder,
        turn,
        snapshotEvery,
        KafkaOptions.ofClientsIn(options),
        schema);
  }

  /** The same query on messages of another schema. */
  public RealTimeSettings withSchema(TickSchema other) {
    return new RealTimeSettings(
        query,
        model,
        from,
        to,
        deadTopic,
        set,
        limits,
        thresholds,
        folder,
        turn,
        snapshotEvery,
        kafka,
        other);
  }

  /** The same query deciding by other thresholds. */
  public RealTimeSettings decidingBy(Thresholds other) {
    return new RealTimeSettings(
        query,
        model,
        from,
        to,
        deadTopic,
        set,
        limits,
        other,
        folder,
        turn,
        snapshotEvery,
        kafka,
        schema);
  }

  /** The same query with other limits. */
  public RealTimeSettings withLimits(TickLimits other) {
    return new RealTimeSettings(
        query,
        model,
        from,
        to,
        deadTopic,
        set,
        other,
        thresholds,
        folder,
        turn,
        snapshotEvery,
        kafka,
        schema);
  }

  /** Identity of all that decides the outputs but the model: a change of any needs a new query. */
  String definition() {
    return set.name()
        + " "
        + set.hash()
        + " "
        + limits
        + " "
        + thresholds
        + (schema.equals(TickSchema.json()) ? "" : " " + schema.id());
  }

  Path checkpoint() {
    return folder.resolve("checkpoint");
  }

  Path states() {
    return folder.resolve("states");
  }

  /** Options of a plain Kafka client. */
  Map<String, String> client(KafkaAddress address) {
    Map<String, String> client = new HashMap<>();
    kafka.forEach((key, value) -> client.put(key.substring("kafka.".length()), value));
    client.put("bootstrap.servers", address.servers());
    return client;
  }
}
