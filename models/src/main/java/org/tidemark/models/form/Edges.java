package org.tidemark.models.form;

import java.util.Arrays;
import java.util.List;

/** Edges of several forms over the same columns, put together. */
final class Edges {
  private Edges() {}

  /** Per column all values that are finite, ascending, each once. */
  static float[][] all(List<float[][]> each, int columns) {
    float[][] all = new float[columns][];
    for (int column = 0; column < columns; column++) {
      int count = 0;
      for (float[][] one : each) {
        count += one[column].length;
      }
      float[] joined = new float[count];
      int at = 0;
      for (float[][] one : each) {
        System.arraycopy(one[column], 0, joined, at, one[column].length);
        at += one[column].length;
      }
      all[column] = distinct(joined);
    }
    return all;
  }

  private static float[] distinct(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    int kept = 0;
    for (float value : sorted) {
      if (Float.isFinite(value) && (kept == 0 || Float.compare(sorted[kept - 1], value) != 0)) {
        sorted[kept++] = value;
      }
    }
    return Arrays.copyOf(sorted, kept);
  }
}
