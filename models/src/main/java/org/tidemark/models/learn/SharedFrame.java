package org.tidemark.models.learn;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.split.Split;
import scala.Tuple2;

/**
 * A frame that is read and sorted once and then lies in every executor as floats, so that any
 * number of fits, each a task of its own, pick their windows from it. A fit sees the same values in
 * the same order as one that asks Spark for its window, so the models are the same, byte for byte.
 *
 * <p>Every executor holds 4 bytes per value and 32 per row, and so does the driver; each fit adds
 * the copy of its window. Bins are fitted by the learner on the window alone.
 */
public final class SharedFrame implements AutoCloseable {
  /** Most values that are shared: 512 MB as floats, half of what a driver takes from tasks. */
  public static final long MOST_VALUES = 1L << 27;

  private final JavaSparkContext spark;
  private final Broadcast<List<FrameBlock>> blocks;
  private final TrainingColumns columns;

  private SharedFrame(
      JavaSparkContext spark, Broadcast<List<FrameBlock>> blocks, TrainingColumns columns) {
    this.spark = spark;
    this.blocks = blocks;
    this.columns = columns;
  }

  /** Whether a frame of this size is shared; a larger one is read by each fit for itself. */
  public static boolean holds(long rows, int width) {
    return rows > 0 && rows <= MOST_VALUES / width;
  }

  /**
   * Reads a frame.
   *
   * @param frame event_time_nanos, span_end_nanos, instrument, forward_return, and the columns
   *     named; a row without span end is left out, as it is never trained on
   * @param columns all rows weigh 1
   * @throws IllegalArgumentException for columns with a weight
   */
  public static SharedFrame of(Dataset<Row> frame, TrainingColumns columns) {
    if (columns.weight().isPresent()) {
      throw new IllegalArgumentException(
          "rows of a shared frame weigh 1 but column "
              + columns.weight().get()
              + " weighs them; fit on the window's own rows");
    }
    List<Column> selected = new ArrayList<>();
    selected.add(col("event_time_nanos"));
    selected.add(col("span_end_nanos"));
    selected.add(col(columns.label()).cast("float"));
    selected.add(col("instrument"));
    selected.add(col("forward_return").cast("double"));
    columns.features().forEach(f -> selected.add(col(f).cast("float")));
    int width = columns.features().size();
    List<FrameBlock> read =
        frame
            .where(col("span_end_nanos").isNotNull())
            .repartition(1)
            .sortWithinPartitions("event_time_nanos", "instrument")
            .select(selected.toArray(Column[]::new))
            .javaRDD()
            .mapPartitions(rows -> FrameBlock.pack(rows, width))
            .collect();
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(frame.sparkSession().sparkContext());
    return new SharedFrame(spark, spark.broadcast(new ArrayList<>(read)), columns);
  }

  /** What a learner reads. */
  TrainingColumns columns() {
    return columns;
  }

  /** Fits in one task on the rows that the split trains on. */
  FormedModel fit(Split split, Target target, Learner learner, long seed) {
    return spark
        .parallelize(List.of(split), 1)
        .map(new Fit(blocks, columns.features(), columns.featureSetHash(), target, learner, seed))
        .collect()
        .get(0)
        .model();
  }

  /** What becomes of a fitted model before it is asked; runs in the task. */
  public interface Finish extends Serializable {
    FormedModel of(FormedModel fitted);
  }

  /**
   * A model and what it says, once finished, of the rows that its split tests.
   *
   * @param model as it was fitted
   * @param predictions in order of time and instrument, instruments numbered by their names
   */
  public record Tested(FormedModel model, Predictions predictions) {}

  /** Fits as {@link #fit} does and scores in the same task, so that no row is read again. */
  Tested fitAndTest(Split split, Target target, Learner learner, long seed, Finish finish) {
    Fit fit = new Fit(blocks, columns.features(), columns.featureSetHash(), target, learner, seed);
    Tuple2<TravellingModel, float[][]> done =
        spark.parallelize(List.of(split), 1).map(new FitAndTest(fit, finish)).collect().get(0);
    return new Tested(done._1().model(), TestedRows.of(blocks.value(), split, target, done._2()));
  }

  /** One fit on the rows that a split trains on. */
  private record Fit(
      Broadcast<List<FrameBlock>> blocks,
      List<String> names,
      String hash,
      Target target,
      Learner learner,
      long seed)
      implements Function<Split, TravellingModel> {
    FormedModel of(Split split) {
      return learner.fit(window(blocks.value(), split, names, hash, target), seed);
    }

    @Override
    public TravellingModel call(Split split) {
      return TravellingModel.of(of(split));
    }
  }

  /** The same, and the scores of each block's tested rows. */
  private record FitAndTest(Fit fit, Finish finish)
      implements Function<Split, Tuple2<TravellingModel, float[][]>> {
    @Override
    public Tuple2<TravellingModel, float[][]> call(Split split) {
      FormedModel fitted = fit.of(split);
      FormedModel asked = finish.of(fitted);
      float[][] scores =
          fit.blocks().value().stream()
              .map(block -> block.scores(asked, block.tested(split)))
              .toArray(float[][]::new);
      return new Tuple2<>(TravellingModel.of(fitted), scores);
    }
  }

  private static TrainingSet window(
      List<FrameBlock> blocks, Split split, List<String> names, String hash, Target target) {
    int rows = blocks.stream().mapToInt(b -> b.count(split)).sum();
    FrameBlock.Rows window = new FrameBlock.Rows(rows, names.size());
    int at = 0;
    for (FrameBlock block : blocks) {
      at = block.copy(split, window, at);
    }
    return window.trainingSet(names, hash, target);
  }

  /** Frees the executors' memory. */
  @Override
  public void close() {
    blocks.destroy();
  }
}
