package org.tidemark.models.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much one feature matters by one method.
 *
 * @param feature name of the column
 * @param method {@code gain}, {@code shap}, {@code correlation}, {@code variance}, or a name with
 *     that of a {@link PermutationImportance.Loss} in it
 * @param score higher is more important; 0 or below is of no use
 * @param rank from 1 for the highest score; equal scores rank in the order of the columns
 */
public record Importance(String feature, String method, double score, int rank) {

  /** Gain per feature as a share of 1, or 0 everywhere where the model has none. */
  public static List<Importance> ofGain(List<String> features, double[] gain) {
    double sum = 0;
    for (double g : gain) {
      if (!(g >= 0 && Double.isFinite(g))) {
        throw new IllegalArgumentException("gain " + g + " must be finite and 0 or more");
      }
      sum += g;
    }
    double[] shares = new double[gain.length];
    for (int i = 0; i < gain.length; i++) {
      shares[i] = sum == 0 ? 0 : gain[i] / sum;
    }
    return ranked(features, "gain", shares);
  }

  /**
   * Mean absolute {@link Shap} value over rows and outputs, in the unit of the margin.
   *
   * @param values row-major, outputs x features for each row
   * @param rows which of them count, one or more
   */
  public static List<Importance> ofShap(
      List<String> features, double[] values, int outputs, int[] rows) {
    double[] means = new double[features.size()];
    for (int row : rows) {
      for (int i = 0; i < outputs * means.length; i++) {
        means[i % means.length] += Math.abs(values[row * outputs * means.length + i]);
      }
    }
    for (int j = 0; j < means.length; j++) {
      means[j] /= (double) rows.length * outputs;
    }
    return ranked(features, "shap", means);
  }

  /** Features by falling score. */
  static List<Importance> ranked(List<String> features, String method, double[] scores) {
    if (features.size() != scores.length) {
      throw new IllegalArgumentException(
          features.size() + " features came with " + scores.length + " scores");
    }
    List<Integer> order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -scores[i]))
            .toList();
    List<Importance> out = new ArrayList<>();
    for (int i : order) {
      out.add(new Importance(features.get(i), method, scores[i], out.size() + 1));
    }
    return List.copyOf(out);
  }
}
