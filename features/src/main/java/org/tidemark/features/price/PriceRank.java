package org.tidemark.features.price;

import java.util.List;
import org.tidemark.features.CloseFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;

/**
 * P17: percentile rank of the close among the last closes.
 *
 * <p>Formula: (closes below C[0] + (closes equal to C[0], itself included, + 1) / 2) / bars. Unit:
 * fraction. Zero division: none. Source: pandas Series.rolling(bars).rank(pct=True), average
 * method. Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not
 * ready.
 *
 * @param bars length of the window
 */
public record PriceRank(int bars) implements CloseFeature {
  public PriceRank {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "price_rank_" + bars,
        "fraction",
        "average rank of the close among the last " + bars + ", as a fraction");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P17",
        "(closes below C[0] + (closes equal to C[0], itself included, + 1) / 2) / bars",
        "none",
        "pandas Series.rolling(bars).rank(pct=True), average method",
        Warmup.bars(bars),
        Example.prices(
            List.of(Example.rise(1, bars)), "(" + (bars - 1) + " + (1 + 1) / 2) / " + bars, 1.0));
  }

  @Override
  public int length() {
    return bars;
  }

  @Override
  public double valueOf(Window window) {
    return window.rank();
  }

  @Override
  public double[] valuesOf(Trailing windows) {
    return windows.ranks();
  }
}
