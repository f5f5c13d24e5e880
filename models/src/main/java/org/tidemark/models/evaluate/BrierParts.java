package org.tidemark.models.evaluate;

/**
 * The Brier score of two classes taken apart by the bins of a reliability curve.
 *
 * <p>{@code Brier = reliability - resolution + uncertainty + within}. Source: Murphy, Journal of
 * Applied Meteorology 12 (1973) 595-600; the last part, which bins of unequal probabilities add, is
 * that of Stephenson, Coelho and Jolliffe, Weather and Forecasting 23 (2008) 752-757.
 *
 * @param reliability mean of (mean probability - observed share)^2: 0 for a calibrated model
 * @param resolution mean of (observed share of the bin - of all rows)^2: 0 for a model that tells
 *     no rows apart
 * @param uncertainty share of class 1 x share of class 0: what the market leaves open
 */
public record BrierParts(double reliability, double resolution, double uncertainty) {

  /** The parts over the bins of a curve, weighted by their rows. */
  public static BrierParts of(Calibration curve) {
    double rows = 0;
    double positive = 0;
    for (Calibration.Bin bin : curve.bins()) {
      rows += bin.n();
      positive += bin.n() * bin.observedShare();
    }
    double share = positive / rows;
    double reliability = 0;
    double resolution = 0;
    for (Calibration.Bin bin : curve.bins()) {
      double off = bin.meanProbability() - bin.observedShare();
      double apart = bin.observedShare() - share;
      reliability += bin.n() * off * off;
      resolution += bin.n() * apart * apart;
    }
    return new BrierParts(reliability / rows, resolution / rows, share * (1 - share));
  }

  /**
   * What is left of a Brier score: variance of the probabilities within bins, less twice their
   * covariance with the labels there. 0 where every bin holds one probability.
   */
  public double within(double brier) {
    return brier - (reliability - resolution + uncertainty);
  }
}
