package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.models.learn.FeatureMatrix;

/**
 * Some rows of a frame in driver memory, in (time, instrument) order.
 *
 * @param rows number of rows
 * @param features row-major, NaN for missing
 * @param labels one per row
 */
public record FrameSample(int rows, float[] features, float[] labels) {

  /** The rows of a filtered frame, at most {@code most}, evenly chosen by a hash of their key. */
  public static FrameSample of(Dataset<Row> filtered, long count, List<String> names, int most) {
    long keep = Math.max(1, (count + most - 1) / most);
    List<Column> columns = new ArrayList<>(List.of(col("label")));
    names.forEach(n -> columns.add(col(n)));
    List<Row> rows =
        filtered
            .where("pmod(xxhash64(instrument, event_time_nanos), " + keep + ") = 0")
            .orderBy("event_time_nanos", "instrument")
            .select(columns.toArray(Column[]::new))
            .collectAsList();
    float[] labels = new float[rows.size()];
    for (int r = 0; r < labels.length; r++) {
      labels[r] = rows.get(r).getFloat(0);
    }
    return new FrameSample(labels.length, FeatureMatrix.of(rows, 1, names.size()), labels);
  }
}
