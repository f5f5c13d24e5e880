package org.tidemark.models.learn;

import java.io.Serializable;
import java.util.Locale;

/**
 * How a net is fitted: by Adam (Kingma and Ba 2015; 0.9, 0.999, 1e-8) on the weighted cross-entropy
 * of shuffled batches, with gradients longer than {@value #LONGEST} cut to that length.
 *
 * @param epochs most passes over the rows, 1 to 10 000
 * @param batch rows of a step, 1 to 65 536
 * @param rate length of Adam's steps, above 0, at most 1
 */
public record NetParameters(int epochs, int batch, double rate) implements Serializable {
  /** Euclidean length that a gradient has at most. */
  public static final double LONGEST = 1.0;

  private static final long serialVersionUID = 1L;

  public NetParameters {
    if (epochs < 1 || epochs > 10_000) {
      throw new IllegalArgumentException("epochs = " + epochs + " must lie in 1 to 10000");
    }
    if (batch < 1 || batch > 65_536) {
      throw new IllegalArgumentException("batch = " + batch + " must lie in 1 to 65536");
    }
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException("rate = " + rate + " must be above 0 and at most 1");
    }
  }

  /** 20 epochs, batches of 128 rows, rate 0.001. */
  public static NetParameters standard() {
    return new NetParameters(20, 128, 0.001);
  }

  /** One JSON object in the order of the record. */
  public String json() {
    return String.format(
        Locale.ROOT,
        "{\"epochs\":%d,\"batch\":%d,\"rate\":%s,\"gradient_length\":%s}",
        epochs,
        batch,
        rate,
        LONGEST);
  }
}
