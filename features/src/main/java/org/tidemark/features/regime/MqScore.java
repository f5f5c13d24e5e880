package org.tidemark.features.regime;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * X12: the market quality score, six dimensions from 0 to 1 and their weighted sum.
 *
 * <p>Formulas: {@link #doc}. Unit: score from 0 to 1. NaN only while not ready.
 *
 * @param weights of the dimensions
 */
public record MqScore(MqWeights weights) implements Feature<MqScore.State> {
  /** The windows behind the dimensions. */
  public static final class State {
    private final MarketQuality quality;

    State(MarketQuality quality) {
      this.quality = quality;
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId("mq_score_" + weights.tag(), 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        output("liquidity", "rank of the value traded per unit of price path"),
        output("volatility", "calm: one less the rank of the realised volatility"),
        output("momentum", "rank of the size of the move"),
        output("imbalance", "share of the volume by which one side leads"),
        output("trend_strength", "share of the variance that a straight line explains"),
        output("noise", "freedom from noise: net move over path"),
        output("score", "weighted sum of the six dimensions"));
  }

  private static Output output(String name, String meaning) {
    return new Output("mq_" + name, "score", meaning);
  }

  @Override
  public Memory memory() {
    return Memory.bars(MarketQuality.MEMORY);
  }

  @Override
  public FeatureDoc doc() {
    return new FeatureDoc(
        java.util.Collections.nCopies(MqWeights.DIMENSIONS.size() + 1, "X12"),
        "r = ln(C[0] / C[1]). liquidity: rank of sum20(V C) / sum20(|r|), volatility: 1 - rank of"
            + " sqrt(mean20(r^2)), momentum: rank of |ln(C[0] / C[20])|, each rounded to float and"
            + " ranked as in P17 among its last 120 values; imbalance: |sum20(V (2 C - H - L) /"
            + " (H - L))| / sum20(V); trend strength: R^2 of a line through 30 log closes; noise:"
            + " |C[0] - C[30]| / sum30(|C[0] - C[1]|); score: the dimensions weighted "
            + weights.liquidity()
            + ", "
            + weights.volatility()
            + ", "
            + weights.momentum()
            + ", "
            + weights.imbalance()
            + ", "
            + weights.trendStrength()
            + ", "
            + weights.noise(),
        "H = L: the bar leans to no side; no volume: liquidity value and imbalance 0; no movement:"
            + " trend strength and noise 0",
        "liquidity after Amihud 2002, Journal of Financial Markets 5(1), inverted; noise: Kaufman,"
            + " Trading Systems and Methods; weights: X12",
        Warmup.bars(MarketQuality.MEMORY),
        Example.prices(
            List.of(Example.flat(MarketQuality.MEMORY - 1, 100), Example.flat(1, 110)),
            "the first move after calm: of 120 values the newest is alone, so liquidity ranks 1 of"
                + " 120 (traded value over a path of 0 is infinite), volatility and momentum rank"
                + " highest; R^2 of 29 zeros and a one is 3 / (n + 1) = 3 / 31",
            1 / 120.0,
            0.0,
            1.0,
            0.0,
            3 / 31.0,
            1.0,
            weights.liquidity() / 120
                + weights.momentum()
                + weights.trendStrength() * 3 / 31.0
                + weights.noise()));
  }

  @Override
  public State initial() {
    return new State(new MarketQuality());
  }

  @Override
  public void update(State state, MarketEvent event) {
    if (event instanceof Bar bar) {
      state.quality.add(bar);
    }
  }

  @Override
  public void read(State state, float[] row, int at) {
    MarketQuality quality = state.quality;
    if (!quality.isReady()) {
      java.util.Arrays.fill(row, at, at + MqWeights.DIMENSIONS.size() + 1, Float.NaN);
      return;
    }
    double liquidity = quality.liquidity();
    double volatility = quality.volatility();
    double momentum = quality.momentum();
    double imbalance = quality.imbalance();
    double trendStrength = quality.trendStrength();
    double noise = quality.noise();
    row[at] = (float) liquidity;
    row[at + 1] = (float) volatility;
    row[at + 2] = (float) momentum;
    row[at + 3] = (float) imbalance;
    row[at + 4] = (float) trendStrength;
    row[at + 5] = (float) noise;
    row[at + 6] =
        (float)
            (weights.liquidity() * liquidity
                + weights.volatility() * volatility
                + weights.momentum() * momentum
                + weights.imbalance() * imbalance
                + weights.trendStrength() * trendStrength
                + weights.noise() * noise);
  }

  @Override
  public void save(State state, StateWriter out) {
    state.quality.save(out);
  }

  @Override
  public State load(StateReader in) {
    return new State(MarketQuality.load(in));
  }
}
