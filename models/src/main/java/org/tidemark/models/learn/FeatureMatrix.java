package org.tidemark.models.learn;

import java.util.List;
import org.apache.spark.sql.Row;

/** Feature columns of rows as models take them: row-major floats, NaN for missing. */
public final class FeatureMatrix {
  private FeatureMatrix() {}

  /**
   * All rows.
   *
   * @param first position of the first feature in a row; the others follow it
   * @param width number of features
   */
  public static float[] of(List<Row> rows, int first, int width) {
    float[] features = new float[Math.multiplyExact(rows.size(), width)];
    for (int r = 0; r < rows.size(); r++) {
      put(rows.get(r), first, width, features, r);
    }
    return features;
  }

  static void put(Row row, int first, int width, float[] features, int at) {
    for (int i = 0; i < width; i++) {
      features[at * width + i] = row.isNullAt(first + i) ? Float.NaN : row.getFloat(first + i);
    }
  }

  /** Refuses values that are not so many rows of a model's columns. */
  static void need(float[] features, int rows, int width) {
    if ((long) rows * width != features.length) {
      throw new IllegalArgumentException(
          rows + " rows of " + width + " columns came as " + features.length + " values");
    }
  }
}
