package org.tidemark.benchmarks.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.onnx.OnnxArtifact;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.score.ScorerSettings;
import org.tidemark.streaming.source.TickFolder;

/**
 * Batches of the audit path that must first fetch, check and open a model never seen before, beside
 * the batches between them, in one run: before every fourth batch another version is promoted, in
 * one commit, as from outside. The time of a batch runs from before that to when all of it is
 * written.
 */
public final class SwapBenchmark {
  private static final FeatureSet SET = FeatureSets.named("core65", Duration.ofMinutes(1));
  private static final int TREES = 300;
  private static final int INSTRUMENTS = 1_000;
  private static final int FILES_OF_A_BATCH = 4;
  private static final int EVERY = 4;

  /** First batches, which compile and build the state. */
  private static final int WARM_UP = 12;

  private SwapBenchmark() {}

  /** Arguments: FOLDER BATCHES TICKS_OF_A_BATCH. */
  public static void main(String[] args) throws Exception {
    if (args.length != 3) {
      System.err.println("usage: SwapBenchmark FOLDER BATCHES TICKS_OF_A_BATCH");
      System.exit(64);
    }
    Path folder = Files.createDirectories(Path.of(args[0])).toAbsolutePath();
    int batches = Integer.parseInt(args[1]);
    int ticks = Integer.parseInt(args[2]);
    SparkSession spark = SparkSession.builder().getOrCreate();
    TableStore store = new TableStore(spark, Lake.at(folder.resolve("lake").toString()));
    TreesChampion.put(store, SET, TREES);
    List<OnnxArtifact> others = others(store, batches);
    SimulatedFeed.write(
        folder.resolve("feed"), INSTRUMENTS, (long) batches * ticks, ticks / FILES_OF_A_BATCH);
    List<Double> steady = new ArrayList<>();
    List<Double> swapped = new ArrayList<>();
    AtomicLong began = new AtomicLong();
    ScorerSettings settings =
        ScorerSettings.of(
                store.lake(),
                "swap",
                "direction",
                TickFolder.at(folder.resolve("feed").toString()).withMaxFiles(FILES_OF_A_BATCH),
                SET,
                new Schedule.UntilIdle())
            .beginningWith(new Beginning.Cold());
    new LiveScorer(store, settings)
        .behind(
            batch -> {
              if (batch % EVERY == 0) {
                TreesChampion.promote(store, SET, "v" + batch, others.get((int) (batch / EVERY)));
              }
              began.set(System.nanoTime());
            })
        .observedBy(
            batch -> {
              double seconds = (System.nanoTime() - began.get()) / 1e9;
              if (batch.id() >= WARM_UP) {
                (batch.id() % EVERY == 0 ? swapped : steady).add(seconds);
              }
            })
        .start()
        .awaitTermination();
    check(store, batches, ticks);
    System.out.println("| batches | number | p50 s | p99 s | max s |");
    System.out.println("|---|---|---|---|---|");
    System.out.println(row("steady", steady));
    System.out.println(row("with a new model", swapped));
    System.exit(0);
  }

  private static List<OnnxArtifact> others(TableStore store, int batches) throws IOException {
    List<OnnxArtifact> others = new ArrayList<>();
    for (int i = 0; i <= batches / EVERY; i++) {
      others.add(TreesChampion.other(store, SET, TREES, 100 + i));
    }
    return others;
  }

  /** Every tick is there, every bar scored, and each batch by the version promoted before it. */
  private static void check(TableStore store, int batches, int ticks) {
    Row sum =
        store
            .read(Tables.PROGRESS)
            .selectExpr(
                "sum(valid)",
                "sum(bars)",
                "sum(scored)",
                "count_if(model_version <> concat('v', batch_id div "
                    + EVERY
                    + " * "
                    + EVERY
                    + "))")
            .head();
    long scores = store.read(Tables.SCORES).count();
    if (sum.getLong(0) != (long) batches * ticks
        || sum.getLong(1) != sum.getLong(2)
        || scores != sum.getLong(2)
        || sum.getLong(3) != 0) {
      throw new IllegalStateException(
          "valid, bars, scored and batches of another version: " + sum + "; scores " + scores);
    }
    System.out.printf("%,d ticks, %,d bars, all scored%n", sum.getLong(0), scores);
  }

  private static String row(String what, List<Double> seconds) {
    double[] sorted = seconds.stream().mapToDouble(s -> s).sorted().toArray();
    int n = sorted.length;
    return String.format(
        "| %s | %d | %.2f | %.2f | %.2f |",
        what, n, sorted[n / 2], sorted[Math.min(n - 1, (int) (n * 0.99))], sorted[n - 1]);
  }
}
