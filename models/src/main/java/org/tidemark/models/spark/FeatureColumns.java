package org.tidemark.models.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Where the features of a row are; null is a missing value. */
sealed interface FeatureColumns extends Serializable {
  /** Puts the {@code width} features of a row into {@code features}, from {@code from} on. */
  void read(Row row, float[] features, int from, int width);

  /** A float column for each, at these positions. */
  record Each(List<Integer> positions) implements FeatureColumns {
    private static final long serialVersionUID = 1L;

    @Override
    public void read(Row row, float[] features, int from, int width) {
      for (int j = 0; j < width; j++) {
        int position = positions.get(j);
        features[from + j] = row.isNullAt(position) ? Float.NaN : row.getFloat(position);
      }
    }
  }

  /** One column with a vector or an array of them. */
  record Together(int position) implements FeatureColumns {
    private static final long serialVersionUID = 1L;

    @Override
    public void read(Row row, float[] features, int from, int width) {
      if (row.isNullAt(position)) {
        Arrays.fill(features, from, from + width, Float.NaN);
        return;
      }
      double[] values = values(row.get(position));
      if (values.length != width) {
        throw new IllegalArgumentException(
            "a row of "
                + values.length
                + " features met a model of "
                + width
                + "; give them in the order of the model's featureNames()");
      }
      for (int j = 0; j < width; j++) {
        features[from + j] = (float) values[j];
      }
    }

    private static double[] values(Object held) {
      if (held instanceof Vector vector) {
        return vector.toArray();
      }
      scala.collection.Seq<?> array = (scala.collection.Seq<?>) held;
      double[] values = new double[array.size()];
      for (int j = 0; j < values.length; j++) {
        Object value = array.apply(j);
        values[j] = value == null ? Double.NaN : ((Number) value).doubleValue();
      }
      return values;
    }
  }
}
