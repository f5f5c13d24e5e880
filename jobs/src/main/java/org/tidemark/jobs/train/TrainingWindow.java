package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.learn.TrainingColumns;
import org.tidemark.models.spark.WindowWeights;
import org.tidemark.models.weight.SampleWeights;

/**
 * The rows of one training window as learners take them, weighed by the setting {@code weights}.
 * Weights look at the rows of the window alone; a row without weight is left out, since learners
 * refuse it.
 *
 * @param rows of the frame, with the weight as one more column if they are weighed
 * @param columns what a learner reads
 * @param count number of rows
 * @param weightless rows of the window that are left out because their weight is 0
 * @param kept what is held in memory for it until closed
 */
public record TrainingWindow(
    Dataset<Row> rows,
    TrainingColumns columns,
    long count,
    long weightless,
    Optional<Dataset<Row>> kept)
    implements AutoCloseable {
  private static final String NONE = "none";

  /** What the setting asks for; empty for none. Refuses text that is no weight. */
  public static Optional<SampleWeights> weights(NightlyConfig config) {
    String text = config.text("weights");
    return text.equals(NONE) ? Optional.empty() : Optional.of(SampleWeights.parse(text));
  }

  /**
   * A window of a frame.
   *
   * @param window rows of the frame that are trained on
   * @param count their number
   */
  public static TrainingWindow of(
      TrainingFrame frame, Dataset<Row> window, long count, Optional<SampleWeights> weights) {
    if (weights.isEmpty()) {
      return new TrainingWindow(window, frame.columns(), count, 0, Optional.empty());
    }
    Dataset<Row> weighed =
        WindowWeights.of(window, weights.get(), frame.target())
            .persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> heavy = weighed.where(col(WindowWeights.COLUMN).gt(0));
    long left = heavy.count();
    TrainingColumns columns =
        new TrainingColumns(
            frame.columns().features(),
            frame.columns().featureSetHash(),
            frame.columns().label(),
            Optional.of(WindowWeights.COLUMN));
    return new TrainingWindow(
        window.join(heavy, new String[] {"instrument", "offset"}),
        columns,
        left,
        count - left,
        Optional.of(weighed));
  }

  @Override
  public void close() {
    kept.ifPresent(Dataset::unpersist);
  }
}
