package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.market.Book;

/**
 * O08: depth of the bid over depth of the ask, as a logarithm.
 *
 * <p>Formula: ln(B / A), the ratio limited to 1/100..100, B and A = size of the best levels of the
 * bid and the ask. Unit: logarithm of a ratio. Zero division: equal depths, also both 0 or unknown,
 * give 0; one depth of 0 gives the limit. Source: Cao, Hansch, Wang 2009, Journal of Futures
 * Markets 29(1) (depth of both sides beyond the best). Usable, memory, readiness and a worked
 * example: {@link Best}, {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param levels how many levels of a side count, from the best
 */
public record DepthRatio(int levels) implements DepthFeature {
  public DepthRatio {
    if (levels < 1) {
      throw new IllegalArgumentException("levels = " + levels + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "depth_ratio_" + levels,
        "logarithm of a ratio",
        "logarithm of bid over ask depth of the best " + levels + " levels");
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O08",
        "ln(B / A), the ratio limited to 1/100..100, B and A = size of the best levels "
            + "of the bid and the ask",
        "equal depths, also both 0 or unknown, give 0; one depth of 0 gives the limit",
        "Cao, Hansch, Wang 2009, Journal of Futures Markets 29(1) (depth of both sides "
            + "beyond the best)",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Levels(
                    List.of(new Book.Level(99, 4), new Book.Level(98, 2)),
                    List.of(new Book.Level(101, 2))),
                new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a book with 4 and 2 on the bid and 2 on the ask",
            "ln(6 / 2)",
            1.0986122886681098));
  }

  @Override
  public double value(Depth state) {
    return state.isReady()
        ? BidAskRatio.log(state.bidSum(levels), state.askSum(levels))
        : Double.NaN;
  }
}
