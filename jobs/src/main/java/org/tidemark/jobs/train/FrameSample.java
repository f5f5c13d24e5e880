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
 * @param keys of the rows
 * @param features row-major, NaN for missing
 * @param labels one per row
 */
public record FrameSample(List<Key> keys, float[] features, float[] labels) {
  private static final int FIRST_FEATURE = 3;

  /** What identifies a row. */
  public record Key(String instrument, long eventTimeNanos) {}

  /** Number of rows. */
  public int rows() {
    return labels.length;
  }

  /** The rows of a filtered frame, at most {@code most}, evenly chosen by a hash of their key. */
  public static FrameSample of(Dataset<Row> filtered, long count, List<String> names, int most) {
    long keep = Math.max(1, (count + most - 1) / most);
    List<Column> columns =
        new ArrayList<>(List.of(col("label"), col("instrument"), col("event_time_nanos")));
    names.forEach(n -> columns.add(col(n)));
    List<Row> rows =
        filtered
            .where("pmod(xxhash64(instrument, event_time_nanos), " + keep + ") = 0")
            .orderBy("event_time_nanos", "instrument")
            .select(columns.toArray(Column[]::new))
            .collectAsList();
    float[] labels = new float[rows.size()];
    List<Key> keys = new ArrayList<>();
    for (int r = 0; r < labels.length; r++) {
      labels[r] = rows.get(r).getFloat(0);
      keys.add(new Key(rows.get(r).getString(1), rows.get(r).getLong(2)));
    }
    return new FrameSample(keys, FeatureMatrix.of(rows, FIRST_FEATURE, names.size()), labels);
  }
}
