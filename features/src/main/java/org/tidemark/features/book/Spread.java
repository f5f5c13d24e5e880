package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;

/**
 * O01: bid-ask spread, relative to the mid price.
 *
 * <p>Formula: (ask - bid) / mid, mid = (bid + ask) / 2. Unit: fraction. Zero division: none.
 * Source: quoted relative spread, as in Bessembinder 2003, Journal of Financial and Quantitative
 * Analysis 38(4). Usable, memory, readiness and a worked example: {@link Best}, {@link #memory},
 * {@link #doc}. NaN only while not ready.
 */
public record Spread() implements BestFeature {
  @Override
  public Output output() {
    return new Output("bid_ask_spread", "fraction", "best ask minus best bid, over the mid price");
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O01",
        "(ask - bid) / mid, mid = (bid + ask) / 2",
        "none",
        "quoted relative spread, as in Bessembinder 2003, Journal of Financial and "
            + "Quantitative Analysis 38(4)",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Top(99, 5, 101, 5),
                new Example.Top(103, 5, 102, 5),
                new Example.Ohlcv(100, 100, 100, 100, 1)),
            "a quote of 99 to 101, then one that is crossed and changes nothing",
            "2 / 100",
            0.02));
  }

  @Override
  public double value(Best state) {
    return state.spread();
  }
}
