package org.tidemark.benchmarks.job;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.exp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.tidemark.jobs.Sessions;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Accuracy;
import org.tidemark.models.learn.DistributedXgboost;
import org.tidemark.models.learn.FeatureMatrix;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.learn.XgboostLearner;
import org.tidemark.models.learn.XgboostParameters;

/**
 * One XGBoost model fitted by several workers, against the same one in one task: quality on the
 * last fifth of the rows, which neither sees, wall time, and bytes when the rows lie otherwise.
 */
public final class WorkersBenchmark {
  private static final long MINUTE = 60_000_000_000L;
  private static final long SEED = 7;
  private static final Target TARGET = new Target.Binary();

  private final SparkSession spark = Sessions.open();
  private final long rows;
  private final TrainingColumns columns;

  private WorkersBenchmark(long rows, int columns) {
    this.rows = rows;
    this.columns =
        new TrainingColumns(
            IntStream.range(0, columns).mapToObj(i -> "f" + i).toList(),
            "frame",
            "label",
            Optional.empty());
  }

  /** Arguments: ROWS COLUMNS WORKERS ROUNDS. */
  public static void main(String[] args) {
    if (args.length != 4) {
      System.err.println("usage: WorkersBenchmark ROWS COLUMNS WORKERS ROUNDS");
      System.exit(64);
    }
    WorkersBenchmark benchmark =
        new WorkersBenchmark(Long.parseLong(args[0]), Integer.parseInt(args[1]));
    benchmark.run(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
    System.exit(0);
  }

  /** A minute a row; the label leans on three of the columns. */
  private Dataset<Row> frame() {
    List<Column> selected = new ArrayList<>();
    selected.add(concat(lit("S"), col("id").mod(4)).as("instrument"));
    selected.add(col("id").multiply(MINUTE).as("event_time_nanos"));
    for (int i = 0; i < columns.features().size(); i++) {
      selected.add(randn(SEED + i).cast("float").as(columns.features().get(i)));
    }
    Column logit = col("f0").plus(col("f1").multiply(col("f2"))).multiply(0.3);
    Column odds = lit(1).divide(lit(1).plus(exp(logit.multiply(-1))));
    return spark
        .range(0, rows, 1, 8)
        .select(selected.toArray(Column[]::new))
        .withColumn("label", when(rand(SEED - 1).lt(odds), 1f).otherwise(0f).cast("float"));
  }

  private void run(int workers, int rounds) {
    Dataset<Row> frame = frame().persist();
    Column first = col("event_time_nanos").lt(rows / 5 * 4 * MINUTE);
    Dataset<Row> window = frame.where(first);
    List<Row> unseen =
        frame
            .where(org.apache.spark.sql.functions.not(first))
            .select("label", columns.features().toArray(String[]::new))
            .collectAsList();
    long count = window.count();
    WindowLearner task = new WindowLearner.InTask(new XgboostLearner(XgboostParameters.standard()));
    WindowLearner several =
        new WindowLearner.OnWorkers(new DistributedXgboost(XgboostParameters.standard(), workers));
    for (int round = 0; round <= rounds; round++) {
      System.out.println(round == 0 ? "warm-up" : "round " + round);
      measure("one task", task, window, count, unseen);
      byte[] model = measure(workers + " workers", several, window, count, unseen);
      byte[] again =
          measure(workers + " workers, rows moved", several, window.repartition(5), count, unseen);
      System.out.println("the same bytes: " + Arrays.equals(model, again));
    }
  }

  private byte[] measure(
      String what, WindowLearner learner, Dataset<Row> window, long count, List<Row> unseen) {
    long begin = System.nanoTime();
    FormedModel model = learner.fit(window, columns, TARGET, count, SEED);
    double seconds = (System.nanoTime() - begin) / 1e9;
    float[] labels = new float[unseen.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = unseen.get(i).getFloat(0);
    }
    float[] features = FeatureMatrix.of(unseen, 1, columns.features().size());
    System.out.printf(
        "%s: %.1f s, AUC of %d unseen rows %.5f%n",
        what, seconds, labels.length, Accuracy.auc(labels, model.score(features, labels.length)));
    return model.nativeBytes();
  }
}
