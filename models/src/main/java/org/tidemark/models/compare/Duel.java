package org.tidemark.models.compare;

import org.tidemark.models.evaluate.Confidence;
import org.tidemark.models.evaluate.Loss;
import org.tidemark.models.evaluate.PairedLosses;
import org.tidemark.models.evaluate.Predictions;

/**
 * Two models on the same rows: how much more the first loses than the second, and how sure that is.
 *
 * <p>A difference below 0 says that the first is better.
 *
 * @param losses what was compared
 * @param overTime Diebold-Mariano over cells of time, which share labels with their neighbours
 * @param interval of the mean difference over cells, by the bootstrap
 * @param overFolds paired t test over folds, which are few and share training data: read it beside
 *     the others; its p value is NaN with one fold
 * @param cohensD of the losses of cells
 * @param cliffsDelta of the losses of cells
 */
public record Duel(
    PairedLosses losses,
    DieboldMariano overTime,
    DifferenceInterval interval,
    TTest overFolds,
    double cohensD,
    double cliffsDelta) {
  /** Labels reach into the next cell, so a cell is two steps of a forecast. */
  private static final int HORIZON = 2;

  /**
   * Compares.
   *
   * @param first out-of-fold predictions over {@value DieboldMariano#FEWEST} label spans or more
   * @param second of the same rows
   */
  public static Duel of(Predictions first, Predictions second, Loss loss, Confidence confidence) {
    return of(PairedLosses.of(first, second, loss), confidence);
  }

  /** Compares losses that are formed, of as many cells. */
  static Duel of(PairedLosses losses, Confidence confidence) {
    double[] a = losses.first();
    double[] b = losses.second();
    return new Duel(
        losses,
        DieboldMariano.of(a, b, HORIZON),
        DifferenceInterval.ofMeans(a, b, confidence),
        overFolds(losses.firstByFold(), losses.secondByFold()),
        EffectSize.cohensD(a, b),
        EffectSize.cliffsDelta(a, b));
  }

  private static TTest overFolds(double[] first, double[] second) {
    return first.length > 1
        ? TTest.paired(first, second)
        : new TTest(first[0] - second[0], 0, Double.NaN);
  }
}
