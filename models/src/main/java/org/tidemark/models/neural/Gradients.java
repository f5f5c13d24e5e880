package org.tidemark.models.neural;

import org.tidemark.models.form.NetShape;

/**
 * A net whose weights are given anew for each call: how far its probabilities are from the labels,
 * and in which direction each weight makes that worse. Used by one thread.
 */
public interface Gradients extends AutoCloseable {
  /**
   * Weighted mean cross-entropy of some rows, {@code sum w_i (-ln p_i) / sum w_i} with p_i the
   * probability of the label, and its gradient.
   *
   * @param weights of the net, as {@link NetShape#parts()} lays them
   * @param rows standardised, row-major
   * @param labels class of each row
   * @param shares weight of each row
   * @param gradient receives one number per weight
   * @return the loss
   */
  double loss(float[] weights, float[] rows, int[] labels, float[] shares, float[] gradient);

  /**
   * Probabilities: of class 1 where the net has one output, else of each class.
   *
   * @param rows standardised, row-major
   */
  float[] probabilities(float[] weights, float[] rows, int count);

  @Override
  void close();
}
