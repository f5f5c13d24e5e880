package org.tidemark.benchmarks.job;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.models.score.ScorerCache;
import org.tidemark.streaming.feature.Every;
import org.tidemark.streaming.feature.FoldRows;
import org.tidemark.streaming.feature.LiveFeatures;
import org.tidemark.streaming.feature.SavedStates;
import org.tidemark.streaming.feature.TickLimits;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.score.ScorerSettings;
import org.tidemark.streaming.score.SignalSettings;
import org.tidemark.streaming.source.CheckpointFiles;
import org.tidemark.streaming.source.TickFolder;

/**
 * A backlog of trades through the audit path, batch after batch of equal size: ticks a second, time
 * of a batch and CPU time of a tick, for the scorer as it is, for the scorer without a model, with
 * a score of every tick, with the signals of all strategies, and for the same source and features
 * with a noop sink, scored and not scored. The sides take turns. Side {@code paced=N} gives the
 * scorer N ticks a second and shows how far it stays behind.
 */
public final class AuditBenchmark {
  private static final FeatureSet SET = FeatureSets.named("core65", Duration.ofMinutes(1));
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int FILES_OF_A_BATCH = 4;
  private static final SignalSettings SIGNALS =
      new SignalSettings(
          Arrays.asList(Strategy.values()), Map.of(), Optional.of("0.3"), SignalSettings.Gate.OFF);

  /** First batches of a query, which compile and build its state. */
  private static final int WARM_UP = 4;

  private final Path folder;
  private final int instruments;
  private final int batches;
  private final int ticksOfABatch;
  private final SparkSession spark = SparkSession.builder().getOrCreate();
  private final OnnxArtifact model;
  private final Broadcast<byte[]> sent;
  private final TableStore store;
  private final Map<String, List<double[]>> batchSeconds = new LinkedHashMap<>();
  private final Map<String, List<Double>> cpuMicros = new LinkedHashMap<>();

  private AuditBenchmark(Path folder, int instruments, int batches, int ticksOfABatch)
      throws IOException {
    this.folder = folder;
    this.instruments = instruments;
    this.batches = batches;
    this.ticksOfABatch = ticksOfABatch;
    this.store = new TableStore(spark, Lake.at(folder.resolve("lake").toString()));
    this.model = TreesChampion.put(store, SET, 300);
    this.sent = JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(model.bytes());
    spark.conf().set("spark.sql.streaming.numRecentProgressUpdates", "100000");
  }

  /** Arguments: FOLDER INSTRUMENTS BATCHES TICKS_OF_A_BATCH ROUNDS SIDE..., sides in order. */
  public static void main(String[] args) throws Exception {
    if (args.length < 6) {
      System.err.println(
          "usage: AuditBenchmark FOLDER INSTRUMENTS BATCHES TICKS_OF_A_BATCH ROUNDS"
              + " scorer|nobody|every|signals|noop|identity|paced=TICKS_PER_SECOND...");
      System.exit(64);
    }
    AuditBenchmark benchmark =
        new AuditBenchmark(
            Files.createDirectories(Path.of(args[0])).toAbsolutePath(),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]));
    SimulatedFeed.write(
        benchmark.folder.resolve("feed"),
        benchmark.instruments,
        (long) benchmark.batches * benchmark.ticksOfABatch,
        benchmark.ticksOfABatch / FILES_OF_A_BATCH);
    for (int round = 0; round < Integer.parseInt(args[4]); round++) {
      for (int side = 5; side < args.length; side++) {
        benchmark.run(args[side], round);
      }
    }
    benchmark.print();
    System.exit(0);
  }

  private void run(String side, int round) throws Exception {
    String name = side + "-" + round;
    System.gc();
    if (side.startsWith("paced=")) {
      paced(name.replace('=', '-'), Integer.parseInt(side.substring("paced=".length())));
      return;
    }
    CpuOfBatches cpu = new CpuOfBatches();
    spark.streams().addListener(cpu);
    StreamingQuery query =
        switch (side) {
          case "scorer" -> scorer(name, "direction", source(), new Schedule.UntilIdle()).start();
          case "nobody" -> scorer(name, "none", source(), new Schedule.UntilIdle()).start();
          case "every" -> scorer(settings(name).scoringEvery(Every.TICK)).start();
          case "signals" -> scorer(settings(name).withSignals(SIGNALS)).start();
          case "noop" -> noop(name, scored());
          case "identity" -> noop(name, (MapFunction<Row, Row>) row -> row);
          default -> throw new IllegalArgumentException("unknown side " + side);
        };
    query.awaitTermination();
    // A backlog's batches follow one another, so the time of a batch is its trigger's.
    double[] seconds =
        Arrays.stream(query.recentProgress())
            .filter(p -> p.numInputRows() > 0)
            .skip(WARM_UP)
            .mapToDouble(AuditBenchmark::triggerSeconds)
            .toArray();
    spark.streams().removeListener(cpu);
    double micros = cpu.median() / 1e3 / ticksOfABatch;
    batchSeconds.computeIfAbsent(side, k -> new ArrayList<>()).add(seconds);
    cpuMicros.computeIfAbsent(side, k -> new ArrayList<>()).add(micros);
    System.out.println(row(side, seconds, micros));
    if (side.equals("scorer")) {
      check(name);
    }
  }

  private static double triggerSeconds(StreamingQueryProgress progress) {
    return progress.durationMs().get("triggerExecution") / 1e3;
  }

  private LiveScorer scorer(String query, String named, TickFolder source, Schedule schedule) {
    return scorer(ScorerSettings.of(store.lake(), query, named, source, SET, schedule));
  }

  private ScorerSettings settings(String query) {
    return ScorerSettings.of(
        store.lake(), query, "direction", source(), SET, new Schedule.UntilIdle());
  }

  private LiveScorer scorer(ScorerSettings settings) {
    return new LiveScorer(store, settings.beginningWith(new Beginning.Cold()));
  }

  /** CPU time of the process between the ends of batches; events come in order, soon after. */
  private static final class CpuOfBatches extends StreamingQueryListener {
    private final List<Long> ends = new CopyOnWriteArrayList<>();

    @Override
    public void onQueryStarted(QueryStartedEvent event) {}

    @Override
    public void onQueryProgress(QueryProgressEvent event) {
      if (event.progress().numInputRows() > 0) {
        ends.add(PROCESS.getProcessCpuTime());
      }
    }

    @Override
    public void onQueryTerminated(QueryTerminatedEvent event) {}

    double median() {
      double[] each =
          IntStream.range(WARM_UP, ends.size())
              .mapToDouble(i -> ends.get(i) - ends.get(i - 1))
              .sorted()
              .toArray();
      return each[each.length / 2];
    }
  }

  /** Files of the feed appear at an even rate; how many ticks wait whenever a batch is done. */
  private void paced(String name, int perSecond) throws Exception {
    Path live = Files.createDirectories(folder.resolve("feed-" + name));
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve("feed"))) {
      files = all.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
    }
    int ticksOfAFile = ticksOfABatch / FILES_OF_A_BATCH;
    AtomicLong published = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    List<double[]> lags = new CopyOnWriteArrayList<>();
    long begin = System.nanoTime();
    StreamingQuery query =
        scorer(
                name,
                "direction",
                TickFolder.at(live.toString()).withMaxFiles(FILES_OF_A_BATCH),
                new Schedule.Every(Duration.ZERO))
            .observedBy(
                batch -> {
                  long behind = published.get() - taken.addAndGet(batch.consumed());
                  lags.add(new double[] {(System.nanoTime() - begin) / 1e9, behind});
                })
            .start();
    long first = System.nanoTime();
    for (int i = 0; i < files.size(); i++) {
      long due = first + (long) (1e9 * i * ticksOfAFile / perSecond);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      Path hidden = live.resolve("." + files.get(i).getFileName());
      Files.copy(files.get(i), hidden);
      Files.move(hidden, live.resolve(files.get(i).getFileName()), StandardCopyOption.ATOMIC_MOVE);
      published.addAndGet(ticksOfAFile);
    }
    double publishedSeconds = (System.nanoTime() - first) / 1e9;
    while (taken.get() < published.get() && query.isActive()) {
      Thread.sleep(100);
    }
    query.stop();
    System.out.printf(
        "%,d ticks in %.0f s (%,.0f a second), all taken %.1f s after the last came%n",
        published.get(),
        publishedSeconds,
        published.get() / publishedSeconds,
        (System.nanoTime() - first) / 1e9 - publishedSeconds);
    System.out.println("| seconds | batches | ticks waiting after a batch: median | most |");
    System.out.println("|---|---|---|---|");
    for (int from = 0; from < publishedSeconds; from += 60) {
      int begins = from;
      double[] waiting =
          lags.stream()
              .filter(l -> l[0] >= begins && l[0] < begins + 60)
              .mapToDouble(l -> l[1])
              .sorted()
              .toArray();
      if (waiting.length > 0) {
        System.out.printf(
            "| %d to %d | %d | %,.0f | %,.0f |%n",
            from,
            from + 60,
            waiting.length,
            waiting[waiting.length / 2],
            waiting[waiting.length - 1]);
      }
    }
    check(name);
  }

  /** All ticks are valid and there, all bars are scored. */
  private void check(String query) {
    String of = "query = '" + query + "'";
    Row sum =
        store
            .read(Tables.PROGRESS)
            .where(of)
            .selectExpr("sum(valid)", "sum(bars)", "sum(scored)")
            .head();
    long ticks = store.read(Tables.LIVE_TICKS).where(of).count();
    long total = (long) batches * ticksOfABatch;
    if (sum.getLong(0) != total || ticks != total || sum.getLong(1) != sum.getLong(2)) {
      throw new IllegalStateException(
          "of " + total + " ticks " + ticks + " are there; valid, bars, scored " + sum);
    }
    System.out.printf("%s: %,d ticks there, %,d bars scored%n", query, ticks, sum.getLong(2));
  }

  private StreamingQuery noop(String name, MapFunction<Row, Row> each) throws Exception {
    String checkpoint = folder.resolve("checkpoints/" + name).toString();
    CheckpointFiles.choose(spark, checkpoint); // as the scorer does
    Dataset<Row> folded =
        new LiveFeatures(SET, TickLimits.standard())
            .of(source().open(spark), SavedStates.none(spark));
    return folded
        .map(each, Encoders.row(FoldRows.SCHEMA))
        .writeStream()
        .format("noop")
        .queryName(name)
        .option("checkpointLocation", checkpoint)
        .outputMode("append")
        .trigger(Trigger.AvailableNow())
        .start();
  }

  /** A bar's score takes the place of its close. */
  private MapFunction<Row, Row> scored() {
    Broadcast<byte[]> file = sent;
    String sha256 = model.sha256();
    String hash = SET.hash();
    int kind = FoldRows.SCHEMA.fieldIndex("kind");
    int close = FoldRows.SCHEMA.fieldIndex("close");
    int features = FoldRows.SCHEMA.fieldIndex("features");
    int width = SET.width();
    return row -> {
      if (!row.getString(kind).equals(FoldRows.BAR)) {
        return row;
      }
      float[] values = new float[width];
      ByteBuffer.wrap(row.getAs(features)).asFloatBuffer().get(values);
      Object[] out = new Object[row.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = row.get(i);
      }
      LoadGuard.Expected expected = new LoadGuard.Expected(sha256, hash);
      try (ScorerCache.Lease lease = ScorerCache.shared().acquire(file.value(), expected)) {
        out[close] = (double) lease.scorer().score(values, 1)[0];
      }
      return RowFactory.create(out);
    };
  }

  private TickFolder source() {
    return TickFolder.at(folder.resolve("feed").toString()).withMaxFiles(FILES_OF_A_BATCH);
  }

  private void print() {
    System.out.println("| side | batches | p50 s | p99 s | max s | ticks/s | CPU us a tick |");
    System.out.println("|---|---|---|---|---|---|---|");
    batchSeconds.forEach(
        (side, rounds) -> {
          double[] all = rounds.stream().flatMapToDouble(Arrays::stream).toArray();
          double[] cpu = cpuMicros.get(side).stream().mapToDouble(c -> c).sorted().toArray();
          System.out.println(row(side, all, cpu[cpu.length / 2]));
        });
  }

  private String row(String side, double[] seconds, double micros) {
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return String.format(
        "| %s | %d | %.2f | %.2f | %.2f | %,.0f | %.1f |",
        side,
        n,
        sorted[n / 2],
        sorted[Math.min(n - 1, (int) (n * 0.99))],
        sorted[n - 1],
        (double) ticksOfABatch * n / Arrays.stream(sorted).sum(),
        micros);
  }
}
