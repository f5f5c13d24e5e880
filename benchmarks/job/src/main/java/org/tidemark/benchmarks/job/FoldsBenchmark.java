package org.tidemark.benchmarks.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.jobs.Sessions;
import org.tidemark.models.Target;
import org.tidemark.models.learn.SharedFrame;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;
import org.tidemark.models.spark.FrameTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/**
 * XGBoost on the folds of an anchored walk-forward: fits side by side on a table that is read once,
 * against the loop that reads each fold's rows, builds the matrix anew and trains on all cores; and
 * against training alone. Or the most memory that they take side by side.
 */
public final class FoldsBenchmark {
  private static final long MINUTE = 60_000_000_000L;
  private static final long SEED = 7;

  private final SparkSession spark = Sessions.open();
  private final Path table;
  private final List<String> features;
  private final int folds;
  private final int cores;
  private List<Split> splits = List.of();

  private FoldsBenchmark(Path folder, int columns, int folds) {
    this.table = folder.toAbsolutePath().resolve("frame");
    this.features = IntStream.range(0, columns).mapToObj(i -> "f" + i).toList();
    this.folds = folds;
    this.cores = spark.sparkContext().defaultParallelism();
  }

  /** Arguments: FOLDER ROWS COLUMNS FOLDS, then ROUNDS or {@code memory}. */
  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      System.err.println("usage: FoldsBenchmark FOLDER ROWS COLUMNS FOLDS ROUNDS|memory");
      System.exit(64);
    }
    FoldsBenchmark benchmark =
        new FoldsBenchmark(Path.of(args[0]), Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    benchmark.write(Long.parseLong(args[1]));
    if (args[4].equals("memory")) {
      benchmark.memory(Long.parseLong(args[1]));
    } else {
      benchmark.run(Integer.parseInt(args[4]));
    }
    System.exit(0);
  }

  /** A minute a row; the label leans on three of the columns. */
  private void write(long rows) throws IOException {
    FileUtils.deleteDirectory(table.toFile());
    List<Column> columns = new ArrayList<>();
    columns.add(concat(lit("S"), col("id").mod(4)).as("instrument"));
    columns.add(col("id").multiply(MINUTE).as("event_time_nanos"));
    columns.add(col("id").plus(5).multiply(MINUTE).as("span_end_nanos"));
    columns.add(randn(SEED - 2).divide(lit(1_000)).as("forward_return"));
    for (int i = 0; i < features.size(); i++) {
      columns.add(randn(SEED + i).cast("float").as(features.get(i)));
    }
    Column logit = col("f0").plus(col("f1").multiply(col("f2"))).multiply(0.3);
    spark
        .range(0, rows, 1, 8)
        .select(columns.toArray(Column[]::new))
        .withColumn(
            "label",
            when(rand(SEED - 1).lt(lit(1).divide(lit(1).plus(exp(logit.multiply(-1))))), 1f)
                .otherwise(0f)
                .cast("float"))
        .write()
        .format("delta")
        .save(table.toString());
  }

  private Dataset<Row> read() {
    return spark.read().format("delta").load(table.toString());
  }

  private void split() {
    splits =
        Splitter.parse("anchored:folds=" + folds + ",train=0.4,embargo=PT5M")
            .split(FrameTimes.of(read()));
  }

  /** Of a second turn: the first loads classes and native code. */
  private void memory(long rows) {
    split();
    List<byte[]> models = sideBySide();
    PeakMemory peak = PeakMemory.of(() -> replace(models, sideBySide()));
    double binned = rows * features.size(); // one byte a value at 256 bins
    double model = models.stream().mapToInt(m -> m.length).max().orElseThrow();
    System.out.printf(
        "%d rows x %d columns, %d folds, %d at a time: binned %.1f MB, a model %.1f MB%n",
        rows, features.size(), splits.size(), cores, binned / 1e6, model / 1e6);
    System.out.printf(
        "peak: heap %.1f MB and outside it %.1f MB; %.1f times the binned size and %d models%n",
        peak.heapBytes() / 1e6,
        peak.otherBytes() / 1e6,
        (peak.bytes() - cores * model) / binned,
        cores);
  }

  private void run(int rounds) {
    split();
    List<byte[]> loop = new ArrayList<>();
    List<byte[]> side = new ArrayList<>();
    List<byte[]> alone = new ArrayList<>();
    Measured measured = new Measured();
    for (int round = 0; round <= rounds; round++) {
      if (round == 1) {
        measured.forgetWarmUp();
      }
      measured.run("loop", () -> replace(loop, naive()));
      measured.run("side by side", () -> replace(side, sideBySide()));
      double seconds = trainingAlone(alone);
      System.out.printf("training alone, matrix built beforehand: %.2f s on one core%n", seconds);
      System.out.printf("  on %d cores at best %.2f s%n", cores, seconds / cores);
    }
    measured.print("loop");
    for (int i = 0; i < splits.size(); i++) {
      if (!Arrays.equals(loop.get(i), side.get(i)) || !Arrays.equals(alone.get(i), side.get(i))) {
        System.out.println("fold " + i + ": models differ");
      }
    }
    System.out.printf("%d folds compared byte for byte%n", splits.size());
  }

  private static void replace(List<byte[]> models, List<byte[]> with) {
    models.clear();
    models.addAll(with);
  }

  private List<byte[]> naive() {
    List<byte[]> models = new ArrayList<>();
    for (Split split : splits) {
      Matrix matrix = matrix(read(), split);
      models.add(train(matrix, cores));
    }
    return models;
  }

  private record Matrix(float[] features, float[] labels) {}

  private Matrix matrix(Dataset<Row> frame, Split split) {
    List<Column> columns = new ArrayList<>();
    columns.add(col("label"));
    features.forEach(f -> columns.add(col(f)));
    List<Row> rows =
        frame
            .where(split.trainPredicateSql("event_time_nanos", "span_end_nanos"))
            .orderBy("event_time_nanos", "instrument")
            .select(columns.toArray(Column[]::new))
            .collectAsList();
    float[] values = new float[rows.size() * features.size()];
    float[] labels = new float[rows.size()];
    for (int r = 0; r < rows.size(); r++) {
      Row row = rows.get(r);
      labels[r] = row.getFloat(0);
      for (int c = 0; c < features.size(); c++) {
        values[r * features.size() + c] = row.getFloat(c + 1);
      }
    }
    return new Matrix(values, labels);
  }

  private static final Map<String, Object> SETTINGS =
      Map.of(
          "tree_method",
          "hist",
          "max_depth",
          6,
          "eta",
          0.1,
          "objective",
          "binary:logistic",
          "seed",
          SEED,
          "verbosity",
          0);

  private byte[] train(Matrix matrix, int threads) {
    try {
      DMatrix data =
          new DMatrix(matrix.features(), matrix.labels().length, features.size(), Float.NaN);
      data.setLabel(matrix.labels());
      byte[] model = train(data, threads);
      data.dispose();
      return model;
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] train(DMatrix data, int threads) throws XGBoostError {
    Map<String, Object> settings = new HashMap<>(SETTINGS);
    settings.put("nthread", threads);
    Booster booster = XGBoost.train(data, settings, 100, Map.of(), null, null);
    byte[] model = booster.toByteArray("json");
    booster.dispose();
    return model;
  }

  private double trainingAlone(List<byte[]> models) {
    models.clear();
    long nanos = 0;
    for (Split split : splits) {
      Matrix matrix = matrix(read(), split);
      try {
        DMatrix data =
            new DMatrix(matrix.features(), matrix.labels().length, features.size(), Float.NaN);
        data.setLabel(matrix.labels());
        long begin = System.nanoTime();
        models.add(train(data, 1));
        nanos += System.nanoTime() - begin;
        data.dispose();
      } catch (XGBoostError e) {
        throw new IllegalStateException(e);
      }
    }
    return nanos / 1e9;
  }

  private List<byte[]> sideBySide() {
    WindowLearner.InTask learner =
        new WindowLearner.InTask(new XgboostLearner(XgboostParameters.standard()));
    TrainingColumns columns = new TrainingColumns(features, "frame", "label", Optional.empty());
    ExecutorService pool = Executors.newFixedThreadPool(cores);
    try (SharedFrame shared = SharedFrame.of(read(), columns)) {
      List<Future<byte[]>> running = new ArrayList<>();
      for (Split split : splits) {
        running.add(
            pool.submit(() -> learner.fit(shared, split, new Target.Binary(), SEED).nativeBytes()));
      }
      List<byte[]> models = new ArrayList<>();
      for (Future<byte[]> fit : running) {
        models.add(fit.get());
      }
      return models;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      pool.shutdownNow();
    }
  }
}
