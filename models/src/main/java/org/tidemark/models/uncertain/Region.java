package org.tidemark.models.uncertain;

/** Where a label is said to lie: a range of real numbers, or some of the classes. */
public sealed interface Region permits Interval, ClassSet {
  /** Whether a label lies in it. */
  boolean covers(double label);

  /** How much it holds: a width in the unit of the label, or a number of classes. */
  double size();
}
