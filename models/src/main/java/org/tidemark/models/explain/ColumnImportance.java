package org.tidemark.models.explain;

import java.util.Arrays;
import java.util.List;

/** What columns tell by themselves, whatever the model; missing values are left out. */
public final class ColumnImportance {
  private ColumnImportance() {}

  /**
   * Absolute rank correlation (Spearman) of each column with the label, from 0 to 1; 0 where either
   * does not vary.
   *
   * @param rows row-major
   * @param labels one per row, a number or a class whose order means something
   */
  public static List<Importance> correlation(List<String> features, float[] rows, float[] labels) {
    double[] scores = new double[features.size()];
    for (int j = 0; j < scores.length; j++) {
      double[] column = new double[labels.length];
      double[] label = new double[labels.length];
      int n = 0;
      for (int i = 0; i < labels.length; i++) {
        if (!Float.isNaN(rows[i * scores.length + j])) {
          label[n] = labels[i];
          column[n++] = rows[i * scores.length + j];
        }
      }
      scores[j] =
          Math.abs(RankCorrelation.spearman(Arrays.copyOf(column, n), Arrays.copyOf(label, n)));
    }
    return Importance.ranked(features, "correlation", scores);
  }

  /**
   * Variance of each column as a share of its squared range, from 0 for a constant to 0.25 for two
   * equally frequent values: the last resort, which says only that a column varies.
   *
   * @param rows row-major; infinite values are left out like missing ones
   */
  public static List<Importance> variance(List<String> features, float[] rows) {
    int width = features.size();
    double[] scores = new double[width];
    for (int j = 0; j < width; j++) {
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      double sum = 0;
      int n = 0;
      for (int i = j; i < rows.length; i += width) {
        if (Float.isFinite(rows[i])) {
          least = Math.min(least, rows[i]);
          most = Math.max(most, rows[i]);
          sum += rows[i];
          n++;
        }
      }
      double range = most - least;
      double squares = 0;
      for (int i = j; i < rows.length && range > 0; i += width) {
        if (Float.isFinite(rows[i])) {
          squares += Math.pow((rows[i] - sum / n) / range, 2);
        }
      }
      scores[j] = range > 0 ? squares / n : 0;
    }
    return Importance.ranked(features, "variance", scores);
  }
}
