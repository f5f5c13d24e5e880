package org.tidemark.jobs.train;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
    float[] features = new float[rows.size() * names.size()];
    float[] labels = new float[rows.size()];
    for (int r = 0; r < labels.length; r++) {
      Row row = rows.get(r);
      labels[r] = row.getFloat(0);
      for (int i = 0; i < names.size(); i++) {
        features[r * names.size() + i] = row.isNullAt(i + 1) ? Float.NaN : row.getFloat(i + 1);
      }
    }
    return new FrameSample(labels.length, features, labels);
  }
}
