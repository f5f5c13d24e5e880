package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.market.Book;

/**
 * O02: imbalance of the sizes on both sides of the book.
 *
 * <p>Formula: (B - A) / (B + A), B and A = size of the best levels of the bid and the ask. Unit:
 * fraction, from -1 to 1. Zero division: no sizes give 0. Source: Cartea, Jaimungal, Penalva 2015,
 * Algorithmic and High-Frequency Trading, volume imbalance. Usable, memory, readiness and a worked
 * example: {@link Best}, {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param levels how many levels of a side count, from the best
 */
public record BookImbalance(int levels) implements DepthFeature {
  public BookImbalance {
    if (levels < 1) {
      throw new IllegalArgumentException("levels = " + levels + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "book_imbalance_" + levels,
        "fraction, from -1 to 1",
        "bid minus ask size over both, of the best " + levels + " levels");
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O02",
        "(B - A) / (B + A), B and A = size of the best levels of the bid and the ask",
        "no sizes give 0",
        "Cartea, Jaimungal, Penalva 2015, Algorithmic and High-Frequency Trading, "
            + "volume imbalance",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Levels(
                    List.of(new Book.Level(99, 4), new Book.Level(98, 2)),
                    List.of(new Book.Level(101, 2))),
                new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a book with 4 and 2 on the bid and 2 on the ask",
            "(6 - 2) / (6 + 2)",
            0.5));
  }

  @Override
  public double value(Depth state) {
    if (!state.isReady()) {
      return Double.NaN;
    }
    double bid = state.bidSum(levels);
    double ask = state.askSum(levels);
    return bid + ask > 0 ? (bid - ask) / (bid + ask) : 0;
  }
}
