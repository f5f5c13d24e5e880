package org.tidemark.features.label;

/**
 * What happened after one bar closed.
 *
 * @param offset of the bar that is labelled
 * @param eventTimeNanos its close, t: features of this row know nothing later
 * @param spanEndNanos the first moment at which the label is known, above t: nothing later is in
 *     it. Training rows whose span (t, spanEnd] meets a test period are purged by it
 * @param value target of a learner: class index 0, 1 (, 2) or a real number, as {@link Labeler#id}
 *     says; never NaN
 * @param forwardReturn last close known at spanEnd over the close at t, minus 1; of a meta-label,
 *     that times the side of the primary rule
 */
public record Label(
    long offset, long eventTimeNanos, long spanEndNanos, float value, double forwardReturn) {
  public Label {
    if (spanEndNanos <= eventTimeNanos) {
      throw new IllegalArgumentException(
          "label span ends at " + spanEndNanos + ", which must be after " + eventTimeNanos);
    }
    if (Float.isNaN(value) || !Double.isFinite(forwardReturn)) {
      throw new IllegalArgumentException(
          "label value " + value + " and forward return " + forwardReturn + " must be numbers");
    }
  }
}
