package org.tidemark.models.onnx;

import org.tidemark.models.Target;

/**
 * What differences between estimates are held against: a difference of a millionth means nothing to
 * labels around 100 and is all there is to returns of a hundredth of a percent.
 */
public final class EstimateUnit {
  /** Of scores that are probabilities, and of labels that nothing is known of. */
  public static final double ONE = 1;

  private EstimateUnit() {}

  /**
   * The standard deviation of labels of a regression, 1 at most; 1 for classes, and where labels do
   * not vary.
   */
  public static double of(Target target, float[] labels) {
    if (!(target instanceof Target.Regression) || labels.length < 2) {
      return ONE;
    }
    double mean = 0;
    for (float label : labels) {
      mean += label;
    }
    mean /= labels.length;
    double squares = 0;
    for (float label : labels) {
      squares += (label - mean) * (label - mean);
    }
    double deviation = Math.sqrt(squares / labels.length);
    return deviation > 0 ? Math.min(ONE, deviation) : ONE;
  }

  /** The difference of two scores in that unit, or as a share of the expected one if it is more. */
  static double difference(Target target, double unit, float expected, float score) {
    double difference = Math.abs((double) expected - score);
    return target instanceof Target.Regression
        ? difference / Math.max(unit, Math.abs((double) expected))
        : difference;
  }
}
