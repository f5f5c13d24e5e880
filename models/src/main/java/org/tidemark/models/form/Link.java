package org.tidemark.models.form;

/** How margins (sums of leaves, or dot products) become the output of a model. */
public enum Link {
  /** The margin itself, a real number. */
  IDENTITY,
  /** {@code 1 / (1 + exp(-margin))}; one output, the probability of class 1. */
  SIGMOID,
  /**
   * The same in float32 steps, as XGBoost takes them: negative margins down to {@link #INDISTINCT}
   * from 0 give one half to the bit, so that their label is 1 where 0.5 is enough for it. Files
   * give one half to positive margins of that size too, XGBoost one unit in the last place more to
   * some of them.
   */
  FLOAT_SIGMOID,
  /** {@code exp(margin_k) / sum exp(margin_j)}; one output per class. */
  SOFTMAX,
  /** The margin itself, which is a probability already, as shares of votes are. */
  PROBABILITY;

  /**
   * The largest margin for which {@code exp} rounds to 1 + 2<sup>-23</sup> at most, so that 1 + exp
   * rounds to 2 (ties to even): 1.5 x 2<sup>-23</sup>, less two units in its last place. Runtimes
   * that approximate the sigmoid more closely give less than one half from some -3e-8 on, which is
   * another label.
   */
  public static final float INDISTINCT = 0x1.7ffffcp-23f;

  /** The probability of class 1, where one output is a sigmoid of a margin. */
  public boolean isSigmoid() {
    return this == SIGMOID || this == FLOAT_SIGMOID;
  }

  /** Whether the output is a probability, and not a real number. */
  public boolean givesProbabilities() {
    return this != IDENTITY;
  }

  /** Refuses the link of float32 sums where margins are doubles. */
  void needDouble() {
    if (this == FLOAT_SIGMOID) {
      throw new IllegalArgumentException("link " + this + " is that of trees; use " + SIGMOID);
    }
  }

  /** Refuses a number of outputs that this link cannot have. */
  void need(int outputs) {
    boolean several = !isSigmoid() && outputs >= 3;
    boolean fits = several || this != SOFTMAX && outputs == 1;
    if (!fits) {
      throw new IllegalArgumentException(
          "link "
              + this
              + " cannot have "
              + outputs
              + " outputs; sigmoids have 1, SOFTMAX 3 or more, others 1 or 3 and more");
    }
  }
}
