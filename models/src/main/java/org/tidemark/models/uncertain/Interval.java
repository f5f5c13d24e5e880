package org.tidemark.models.uncertain;

/**
 * A range for a label, both ends included; infinite where too few rows are known for a finite one.
 *
 * @param low in the unit of the label
 * @param high not below {@code low}
 */
public record Interval(double low, double high) implements Region {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "an interval from " + low + " to " + high + " is empty; its ends must be in order");
    }
  }

  @Override
  public boolean covers(double label) {
    return low <= label && label <= high;
  }

  @Override
  public double size() {
    return width();
  }

  /** From end to end. */
  public double width() {
    return high - low;
  }
}
