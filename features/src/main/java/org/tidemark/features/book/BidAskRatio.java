package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;

/**
 * O05: size at the best bid over size at the best ask, as a logarithm.
 *
 * <p>Formula: ln(bid size / ask size), the ratio limited to 1/100..100. Unit: logarithm of a ratio.
 * Zero division: equal sizes, also both 0 or unknown, give 0; one size of 0 gives the limit.
 * Source: Cao, Hansch, Wang 2009, Journal of Futures Markets 29(1) (size ratio of the best quotes).
 * Usable, memory, readiness and a worked example: {@link Best}, {@link #memory}, {@link #doc}. NaN
 * only while not ready.
 */
public record BidAskRatio() implements BestFeature {
  private static final double LIMIT = 100;

  /** Logarithm of a ratio of sizes, within the limits. */
  static double log(double bid, double ask) {
    return bid == ask ? 0 : StrictMath.log(Math.max(1 / LIMIT, Math.min(LIMIT, bid / ask)));
  }

  @Override
  public Output output() {
    return new Output(
        "bid_ask_ratio",
        "logarithm of a ratio",
        "logarithm of bid size over ask size at the best prices");
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O05",
        "ln(bid size / ask size), the ratio limited to 1/100..100",
        "equal sizes, also both 0 or unknown, give 0; one size of 0 gives the limit",
        "Cao, Hansch, Wang 2009, Journal of Futures Markets 29(1) (size ratio of the "
            + "best quotes)",
        Warmup.quoted(),
        Example.steps(
            List.of(new Example.Top(99, 20, 101, 5), new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a quote with 20 on the bid and 5 on the ask",
            "ln(20 / 5)",
            1.3862943611198906));
  }

  @Override
  public double value(Best state) {
    return !state.isReady() ? Double.NaN : log(state.bidSize(), state.askSize());
  }
}
