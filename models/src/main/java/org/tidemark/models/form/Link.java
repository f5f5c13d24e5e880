package org.tidemark.models.form;

/** How margins (sums of leaves, or dot products) become the output of a model. */
public enum Link {
  /** The margin itself, a real number. */
  IDENTITY,
  /** {@code 1 / (1 + exp(-margin))}; one output, the probability of class 1. */
  SIGMOID,
  /** {@code exp(margin_k) / sum exp(margin_j)}; one output per class. */
  SOFTMAX,
  /** The margin itself, which is a probability already, as shares of votes are. */
  PROBABILITY;

  /** Whether the output is a probability, and not a real number. */
  public boolean givesProbabilities() {
    return this != IDENTITY;
  }

  /** Refuses a number of outputs that this link cannot have. */
  void need(int outputs) {
    boolean several = this != SIGMOID && outputs >= 3;
    boolean fits = several || this != SOFTMAX && outputs == 1;
    if (!fits) {
      throw new IllegalArgumentException(
          "link "
              + this
              + " cannot have "
              + outputs
              + " outputs; SIGMOID has 1, SOFTMAX 3 or more, others 1 or 3 and more");
    }
  }
}
