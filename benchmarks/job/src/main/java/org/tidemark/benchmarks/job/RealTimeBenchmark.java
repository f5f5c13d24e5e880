package org.tidemark.benchmarks.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.spark.sql.SparkSession;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.score.OnnxScorer;
import org.tidemark.streaming.feature.PartitionFold;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.realtime.RealTimeScorer;
import org.tidemark.streaming.realtime.RealTimeSettings;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.score.ScorerSettings;
import org.tidemark.streaming.source.KafkaAddress;
import org.tidemark.streaming.source.TickSchema;
import org.tidemark.streaming.source.TickSource;

/**
 * From a tick sent to its score received, 65 features and 300 trees between: the real-time path, a
 * plain consumer loop as the floor, and the audit path, one after another on one broker, with the
 * same ticks. Producer and consumer run in this process, so one clock measures.
 */
public final class RealTimeBenchmark {
  private static final FeatureSet SET = FeatureSets.named("core65", Duration.ofMinutes(1));
  private static final int WARM_UP_SECONDS = 20;
  private static final int TREES = 300;

  private final String servers;
  private final int perSecond;
  private final int seconds;
  private final Duration turn;
  private final SparkSession spark = SparkSession.builder().getOrCreate();
  private final Path folder;
  private final OnnxArtifact model;
  private final TableStore store;

  /** When the first score of each version of the path was seen. */
  private final Map<String, Long> versions = new ConcurrentHashMap<>();

  /** Tells the threads of a path to end. */
  private final AtomicBoolean over = new AtomicBoolean();

  private RealTimeBenchmark(String servers, int perSecond, int seconds, Duration turn)
      throws Exception {
    this.servers = servers;
    this.perSecond = perSecond;
    this.seconds = seconds;
    this.turn = turn;
    this.folder = Files.createTempDirectory("tidemark-real-time");
    this.store = new TableStore(spark, Lake.at(folder.resolve("lake").toString()));
    this.model = TreesChampion.put(store, SET, TREES);
  }

  /**
   * Arguments: SERVERS TICKS_PER_SECOND SECONDS TURN_SECONDS PATH..., paths loop realtime swaps
   * audit.
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 5) {
      System.err.println(
          "usage: RealTimeBenchmark HOST:PORT TICKS_PER_SECOND SECONDS TURN_SECONDS"
              + " loop|realtime|swaps|audit...");
      System.exit(64);
    }
    RealTimeBenchmark benchmark =
        new RealTimeBenchmark(
            args[0],
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Duration.ofSeconds(Long.parseLong(args[3])));
    List<String> rows = new ArrayList<>();
    for (int at = 4; at < args.length; at++) {
      rows.add(benchmark.run(args[at]));
      System.out.println(rows.get(rows.size() - 1));
    }
    System.out.printf(
        "%,d ticks/s for %d s after %d s of warm-up, %d features, %d trees; latencies in ms; a"
            + " pause is latency above 50 ms%n",
        benchmark.perSecond, benchmark.seconds, WARM_UP_SECONDS, SET.width(), TREES);
    System.out.println(
        "| path | seen | missing | p50 | p99 | p99.9 | max | pauses | longest of each | share of"
            + " ticks in them |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    rows.forEach(System.out::println);
    System.exit(0); // clients keep threads
  }

  private String run(String path) throws Exception {
    over.set(false);
    versions.clear();
    TickLoad load = new TickLoad(perSecond, WARM_UP_SECONDS + seconds);
    String name = path + "-" + ProcessHandle.current().pid();
    KafkaAddress in = new KafkaAddress(servers, name + "-in");
    KafkaAddress out = new KafkaAddress(servers, name + "-out");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(in.topic(), 1, (short) 1),
                  new NewTopic(out.topic(), 1, (short) 1),
                  new NewTopic(out.topic() + "-dead", 1, (short) 1)))
          .all()
          .get();
    }
    switch (path) {
      case "loop" -> loop(load, in, out);
      case "realtime" -> realTime(load, in, out);
      case "swaps" -> swaps(load, in, out);
      case "audit" -> audit(load, in);
      default -> throw new IllegalArgumentException("unknown path " + path);
    }
    return load.report(path, WARM_UP_SECONDS * perSecond);
  }

  private void realTime(TickLoad load, KafkaAddress in, KafkaAddress out) throws Exception {
    try (RealTimeScorer scorer = scorer("bench", in, out)) {
      scorer.start();
      measure(load, in, out);
      System.out.printf("real-time: %d turns ended while measured%n", scorer.turns());
    }
  }

  private RealTimeScorer scorer(String query, KafkaAddress in, KafkaAddress out) {
    RealTimeSettings settings =
        RealTimeSettings.of(query, "direction", in, out, SET, folder.resolve(query))
            .withTurn(turn, RealTimeSettings.STANDARD_SNAPSHOT);
    return new RealTimeScorer(store, settings, System.out::println);
  }

  /** The real-time path while the registry changes after each turn. */
  private void swaps(TickLoad load, KafkaAddress in, KafkaAddress out) throws Exception {
    if (turn.toSeconds() < 30 || spark.sparkContext().defaultParallelism() < 2) {
      throw new IllegalArgumentException(
          "swaps needs turns of 30 s, as the registry is looked at every 10, and two cores");
    }
    int most = 1 + (int) ((WARM_UP_SECONDS + seconds) / turn.toSeconds());
    TurnsWithSwaps swaps = new TurnsWithSwaps(store, SET, TREES, model, most);
    swaps.begin();
    ExecutorService beside = Executors.newSingleThreadExecutor();
    try (RealTimeScorer scorer = scorer("bench-swaps", in, out)) {
      scorer.start();
      Future<Void> following =
          beside.submit(
              () -> {
                swaps.follow(scorer, over);
                return null;
              });
      measure(load, in, out);
      following.get();
    } finally {
      over.set(true);
      beside.shutdown();
      swaps.begin(); // other paths score with the version they began with
    }
    System.out.println(swaps.report(load, versions));
  }

  /** Sends all ticks and notes their scores, then tells all threads to end. */
  private void measure(TickLoad load, KafkaAddress in, KafkaAddress out)
      throws InterruptedException {
    Thread receiver = receiver(load, out);
    load.send(servers, in.topic());
    drain(load);
    over.set(true);
    receiver.join();
  }

  private static void drain(TickLoad load) throws InterruptedException {
    long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (load.seen() < load.ticks() && System.nanoTime() < until) {
      Thread.sleep(50);
    }
  }

  /** Notes when each score comes out of a topic; the tick stands in its own place of the line. */
  private Thread receiver(TickLoad load, KafkaAddress out) {
    Thread thread =
        new Thread(
            () -> {
              String key = "\"closed_by_offset\":";
              try (KafkaConsumer<String, String> consumer =
                  new KafkaConsumer<>(
                      Map.of("bootstrap.servers", servers, "auto.offset.reset", "earliest"),
                      new StringDeserializer(),
                      new StringDeserializer())) {
                consumer.assign(List.of(new TopicPartition(out.topic(), 0)));
                while (!over.get()) {
                  for (ConsumerRecord<String, String> record :
                      consumer.poll(Duration.ofMillis(100))) {
                    int from = record.value().indexOf(key) + key.length();
                    int to = record.value().indexOf(',', from);
                    load.seen(Integer.parseInt(record.value().substring(from, to)));
                    version(record.value())
                        .ifPresent(v -> versions.putIfAbsent(v, System.nanoTime()));
                  }
                }
              }
            },
            "receiver");
    thread.start();
    return thread;
  }

  /** Who gave the score of a line; empty in the lines of the plain loop, which do not say. */
  private static Optional<String> version(String line) {
    String key = "\"model_version\":\"";
    int from = line.indexOf(key) + key.length();
    return from < key.length()
        ? Optional.empty()
        : Optional.of(line.substring(from, line.indexOf('"', from)));
  }

  /** The floor: the same fold and scorer between a plain consumer and a plain producer. */
  private void loop(TickLoad load, KafkaAddress in, KafkaAddress out) throws Exception {
    Thread loop =
        new Thread(
            () -> {
              Map<String, Object> client = new HashMap<>(Map.of("bootstrap.servers", servers));
              client.put("auto.offset.reset", "earliest");
              PartitionFold fold =
                  PartitionFold.start(SET, TickLimits.standard(), TickSchema.json());
              float[] score = new float[1];
              try (OnnxScorer scorer =
                      OnnxScorer.open(
                          model.bytes(), new LoadGuard.Expected(model.sha256(), SET.hash()));
                  KafkaConsumer<byte[], byte[]> consumer =
                      new KafkaConsumer<>(
                          client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                  KafkaProducer<String, String> producer =
                      new KafkaProducer<>(
                          Map.of("bootstrap.servers", servers),
                          new StringSerializer(),
                          new StringSerializer())) {
                consumer.assign(List.of(new TopicPartition(in.topic(), 0)));
                while (!over.get()) {
                  for (ConsumerRecord<byte[], byte[]> record :
                      consumer.poll(Duration.ofMillis(100))) {
                    fold.on(
                        in.topic(),
                        0,
                        record.offset(),
                        record.timestamp() * 1_000_000L,
                        record.value(),
                        output -> {
                          if (output instanceof PartitionFold.Closed bar) {
                            scorer.score(bar.values(), 1, score);
                            producer.send(
                                new ProducerRecord<>(
                                    out.topic(), bar.instrument(), line(bar, score[0])));
                          }
                        });
                  }
                }
              }
            },
            "loop");
    loop.start();
    measure(load, in, out);
    loop.join();
  }

  private static String line(PartitionFold.Closed bar, float score) {
    return "{\"closed_by_offset\":"
        + bar.closedByOffset()
        + ",\"score\":\""
        + score
        + "\",\"features\":\""
        + new String(
            java.util.Base64.getEncoder().encode(bar.features()), StandardCharsets.US_ASCII)
        + "\"}";
  }

  /** The audit path: a tick is there when the micro-batch that read it has been written. */
  private void audit(TickLoad load, KafkaAddress in) throws Exception {
    ScorerSettings settings =
        ScorerSettings.of(
                store.lake(),
                "audit",
                "direction",
                TickSource.at("kafka://" + servers + "/" + in.topic(), Map.of()),
                SET,
                new Schedule.Every(Duration.ZERO))
            .beginningWith(new Beginning.Cold());
    AtomicLong read = new AtomicLong();
    var query =
        new LiveScorer(store, settings)
            .observedBy(
                batch -> {
                  long to = read.get() + batch.consumed();
                  for (long tick = read.get(); tick < to; tick++) {
                    load.seen((int) tick);
                  }
                  read.set(to);
                })
            .start();
    load.send(servers, in.topic());
    drain(load);
    query.stop();
  }
}
