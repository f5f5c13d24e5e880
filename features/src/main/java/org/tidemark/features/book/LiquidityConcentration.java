package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.market.Book;

/**
 * O10: share of the depth that rests at the best prices.
 *
 * <p>Formula: (best bid size + best ask size) / size of the best levels of both sides. Unit:
 * fraction. Zero division: no sizes give 1. Source: concentration ratio of one level, as in Biais,
 * Hillion, Spatt 1995, Journal of Finance 50(5) (depth by level). Usable, memory, readiness and a
 * worked example: {@link Best}, {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param levels how many levels of a side count, from the best
 */
public record LiquidityConcentration(int levels) implements DepthFeature {
  public LiquidityConcentration {
    if (levels < 1) {
      throw new IllegalArgumentException("levels = " + levels + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "liquidity_concentration_" + levels,
        "fraction",
        "share of the best prices in the depth of " + levels + " levels");
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O10",
        "(best bid size + best ask size) / size of the best levels of both sides",
        "no sizes give 1",
        "concentration ratio of one level, as in Biais, Hillion, Spatt 1995, Journal of "
            + "Finance 50(5) (depth by level)",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Levels(
                    List.of(new Book.Level(99, 4), new Book.Level(98, 2)),
                    List.of(new Book.Level(101, 2))),
                new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a book with 4 and 2 on the bid and 2 on the ask",
            "(4 + 2) / 8",
            0.75));
  }

  @Override
  public double value(Depth state) {
    if (!state.isReady()) {
      return Double.NaN;
    }
    double total = state.bidSum(levels) + state.askSum(levels);
    return total > 0 ? (state.bidSize(0) + state.askSize(0)) / total : 1;
  }
}
