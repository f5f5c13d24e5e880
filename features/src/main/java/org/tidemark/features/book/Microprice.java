package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;

/**
 * O07: top of the book: distance of the size-weighted mid price from the mid price.
 *
 * <p>Formula: ((ask bid size + bid ask size) / (bid size + ask size) - mid) / mid. Unit: fraction.
 * Zero division: no sizes give 0. Source: Gatheral, Oomen 2010, Finance and Stochastics 14(2)
 * (microprice). Usable, memory, readiness and a worked example: {@link Best}, {@link #memory},
 * {@link #doc}. NaN only while not ready.
 */
public record Microprice() implements BestFeature {
  @Override
  public Output output() {
    return new Output(
        "microprice_deviation", "fraction", "size-weighted mid price over the mid price, minus 1");
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O07",
        "((ask bid size + bid ask size) / (bid size + ask size) - mid) / mid",
        "no sizes give 0",
        "Gatheral, Oomen 2010, Finance and Stochastics 14(2) (microprice)",
        Warmup.quoted(),
        Example.steps(
            List.of(new Example.Top(99, 3, 101, 1), new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a quote of 99 to 101 with 3 on the bid and 1 on the ask",
            "(101 x 3 + 99 x 1) / 4 = 100.5: 0.5 / 100",
            0.005));
  }

  @Override
  public double value(Best state) {
    double sizes = state.bidSize() + state.askSize();
    // The same as the formula, without the difference of two nearly equal prices.
    double lean = sizes > 0 ? (state.bidSize() - state.askSize()) / sizes : 0;
    return state.spread() / 2 * lean;
  }
}
