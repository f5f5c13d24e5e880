package org.tidemark.models.form;

/** How margins (sums of leaves, or dot products) become the output of a model. */
public enum Link {
  /** The margin itself. */
  IDENTITY,
  /** {@code 1 / (1 + exp(-margin))}; one output, the probability of class 1. */
  SIGMOID,
  /** {@code exp(margin_k) / sum exp(margin_j)}; one output per class. */
  SOFTMAX;

  /** Refuses a number of outputs that this link cannot have. */
  void need(int outputs) {
    boolean fits = this == SOFTMAX ? outputs >= 3 : outputs == 1;
    if (!fits) {
      throw new IllegalArgumentException(
          "link "
              + this
              + " cannot have "
              + outputs
              + " outputs; SOFTMAX needs 3 or more, others 1");
    }
  }
}
