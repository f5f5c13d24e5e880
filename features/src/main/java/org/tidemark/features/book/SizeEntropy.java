package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.market.Book;

/**
 * O06: how evenly sizes are distributed over the levels of the book.
 *
 * <p>Formula: -sum of p ln p / ln n over the best levels of both sides, n of them, p = size of a
 * level / size of all. Unit: fraction, 1 for equal sizes. Zero division: no sizes give 1; a level
 * without size adds 0. Source: Shannon 1948, Bell System Technical Journal 27, as normalised
 * entropy. Usable, memory, readiness and a worked example: {@link Best}, {@link #memory}, {@link
 * #doc}. NaN only while not ready.
 *
 * @param levels how many levels of a side count, from the best
 */
public record SizeEntropy(int levels) implements DepthFeature {
  public SizeEntropy {
    if (levels < 1) {
      throw new IllegalArgumentException("levels = " + levels + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "order_size_entropy_" + levels,
        "fraction, 1 for equal sizes",
        "evenness of the sizes of the best " + levels + " levels of both sides");
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O06",
        "-sum of p ln p / ln n over the best levels of both sides, n of them, p = size "
            + "of a level / size of all",
        "no sizes give 1; a level without size adds 0",
        "Shannon 1948, Bell System Technical Journal 27, as normalised entropy",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Levels(
                    List.of(new Book.Level(99, 1), new Book.Level(98, 1)),
                    List.of(new Book.Level(101, 2))),
                new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a book with 1 and 1 on the bid and 2 on the ask",
            "(ln 4 / 4 + ln 4 / 4 + ln 2 / 2) / ln 3",
            0.9463946303571862));
  }

  @Override
  public double value(Depth state) {
    if (!state.isReady()) {
      return Double.NaN;
    }
    double total = state.bidSum(levels) + state.askSum(levels);
    if (total == 0) {
      return 1;
    }
    double sum = 0;
    for (int i = 0; i < state.bids(levels); i++) {
      sum += term(state.bidSize(i) / total);
    }
    for (int i = 0; i < state.asks(levels); i++) {
      sum += term(state.askSize(i) / total);
    }
    return sum / StrictMath.log(state.bids(levels) + state.asks(levels));
  }

  private static double term(double share) {
    return share > 0 ? -share * StrictMath.log(share) : 0;
  }
}
