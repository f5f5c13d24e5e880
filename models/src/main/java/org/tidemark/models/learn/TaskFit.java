package org.tidemark.models.learn;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;

/** Brings the rows of a window, in one fixed order, to one task and fits there. */
final class TaskFit {
  private TaskFit() {}

  /** Native bytes of the fitted model. */
  static byte[] fit(
      Dataset<Row> window,
      TrainingColumns columns,
      Target target,
      long rows,
      Learner learner,
      long seed) {
    long cells = Math.multiplyExact(rows, (long) columns.features().size());
    if (rows < 1 || cells > Integer.MAX_VALUE - 16) {
      throw new IllegalStateException(
          "a window of "
              + rows
              + " rows and "
              + columns.features().size()
              + " columns does not fit one task (1 to "
              + (Integer.MAX_VALUE - 16)
              + " values); shorten the window or fit by several workers");
    }
    int count = Math.toIntExact(rows);
    List<String> names = columns.features();
    String hash = columns.featureSetHash();
    return window
        .repartition(1)
        .sortWithinPartitions("event_time_nanos", "instrument")
        .select(columns.asFloats().toArray(Column[]::new))
        .mapPartitions(
            (MapPartitionsFunction<Row, byte[]>)
                it -> {
                  TrainingSet data = collect(it, names, hash, target, count);
                  return List.of(learner.fit(data, seed).nativeBytes()).iterator();
                },
            Encoders.BINARY())
        .head();
  }

  private static TrainingSet collect(
      Iterator<Row> it, List<String> names, String hash, Target target, int rows) {
    int width = names.size();
    float[] features = new float[Math.multiplyExact(rows, width)];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    int at = 0;
    while (it.hasNext()) {
      Row row = it.next();
      if (at == rows) {
        throw new IllegalStateException(
            "the window has more than the " + rows + " rows that were counted; do not write to it");
      }
      labels[at] = row.getFloat(0);
      weights[at] = row.getFloat(1);
      FeatureMatrix.put(row, 2, width, features, at);
      at++;
    }
    if (at < rows) {
      throw new IllegalStateException(
          "the window has " + at + " rows but " + rows + " were counted; do not write to it");
    }
    return new TrainingSet(names, hash, target, rows, features, labels, weights);
  }
}
