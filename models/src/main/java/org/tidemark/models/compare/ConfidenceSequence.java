package org.tidemark.models.compare;

/**
 * An interval for a mean that may be looked at after every observation: with probability 1 - alpha
 * it holds the mean at all times at once, so a test may stop whenever it likes.
 *
 * <p>Observations are told one by one, for example one model's loss less another's on a day. They
 * need not be independent or alike, but given all before, each must have the same mean: one
 * difference per stretch of time whose labels do not reach into the next. The interval is the
 * intersection of those so far and never widens; should it become empty, the assumption is broken.
 *
 * <p>Source: Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49 (2021) 1055-1080.
 */
public abstract sealed class ConfidenceSequence permits BoundedSequence, SubGaussianSequence {
  /** What the observations so far say. */
  public enum Verdict {
    /** The mean is above 0. */
    ABOVE,
    /** The mean is below 0. */
    BELOW,
    /** 0 is in the interval: go on. */
    OPEN
  }

  private final double alpha;
  private long count;
  private double sum;
  private double low = Double.NEGATIVE_INFINITY;
  private double high = Double.POSITIVE_INFINITY;
  private double pValue = 1;

  ConfidenceSequence(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha = " + alpha + " must be between 0 and 1");
    }
    this.alpha = alpha;
  }

  /** Takes the next observation, in the order of time. */
  public final void add(double observation) {
    if (!Double.isFinite(observation)) {
      throw new IllegalArgumentException(
          "observation " + count + " = " + observation + " must be finite");
    }
    check(observation);
    count++;
    sum += observation;
    take(observation);
    low = Math.max(low, centre() - radius());
    high = Math.min(high, centre() + radius());
    pValue = Math.min(pValue, 1 / evidence());
  }

  abstract void check(double observation);

  abstract void take(double observation);

  abstract double centre();

  abstract double radius();

  /**
   * Evidence against a mean of 0: if the mean is 0, never expected to be above 1, whenever one
   * stops.
   */
  abstract double evidence();

  final double alpha() {
    return alpha;
  }

  final double sum() {
    return sum;
  }

  /** Observations so far. */
  public final long count() {
    return count;
  }

  /** Their mean; NaN before the first. */
  public final double mean() {
    return count == 0 ? Double.NaN : sum / count;
  }

  /** Lower end of the interval; minus infinity before the first observation. */
  public final double low() {
    return low;
  }

  /** Upper end of the interval; infinity before the first observation. */
  public final double high() {
    return high;
  }

  /**
   * P value for a mean of 0 that is valid at any time: the least so far of 1 / evidence, at most
   * alpha once 0 has left the interval. 1 before the first observation.
   */
  public final double pValue() {
    return pValue;
  }

  /** Whether the mean is known to be above or below 0; wrong with probability alpha at most. */
  public final Verdict verdict() {
    if (low > high) {
      throw new IllegalStateException(
          "after "
              + count
              + " observations no mean fits all of them: it has changed, or the stated bounds do"
              + " not hold; start anew from the change");
    }
    return low > 0 ? Verdict.ABOVE : high < 0 ? Verdict.BELOW : Verdict.OPEN;
  }
}
