package org.tidemark.features.volume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.BarBlock;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Trailing;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * V11: volume-weighted mean close over the plain mean close: whether volume came at high or at low
 * prices.
 *
 * <p>Formula: (sum of C V / sum of V) / (sum of C / bars) - 1 over bars. Unit: fraction. Zero
 * division: a window without volume gives 0. Source: Dormeier 2007, Technical Analysis of Stocks
 * and Commodities 25(7), volume price confirmation (VWMA against SMA), as a fraction. Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record VolumeWeightedPrice(int bars) implements BarFeature<VolumeWeightedPrice.State> {
  /** Closes and volumes. */
  public static final class State {
    private final Window close;
    private final Window volume;

    State(Window close, Window volume) {
      this.close = close;
      this.volume = volume;
    }
  }

  public VolumeWeightedPrice {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_weighted_price_" + bars,
        "fraction",
        "volume-weighted over plain mean of the last " + bars + " closes, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V11",
        "(sum of C V / sum of V) / (sum of C / bars) - 1 over bars",
        "a window without volume gives 0",
        "Dormeier 2007, Technical Analysis of Stocks and Commodities 25(7), volume price"
            + " confirmation (VWMA against SMA), as a fraction",
        Warmup.bars(bars),
        example());
  }

  @Override
  public State initial() {
    return new State(new Window(bars), new Window(bars));
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.close.add(bar.close());
    state.volume.add(bar.volume());
  }

  @Override
  public double value(State state) {
    if (!state.volume.isFull()) {
      return Double.NaN;
    }
    double volume = state.volume.sum();
    if (volume == 0) {
      return 0;
    }
    // Around the oldest close, so that equal closes give exactly 0.
    double oldest = state.close.oldest();
    double turnover = 0;
    for (int ago = bars - 1; ago >= 0; ago--) {
      turnover += (state.close.ago(ago) - oldest) * state.volume.ago(ago);
    }
    return (oldest + turnover / volume) / state.close.mean() - 1;
  }

  @Override
  public void updateAll(State state, BarBlock bars, float[][] rows, int at) {
    if (!state.volume.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    int size = bars.size();
    state.close.addAll(bars.close(), size);
    state.volume.addAll(bars.volume(), size);
    Trailing closes = state.close.trailing(size);
    double[] volumes = state.volume.trailing(size).sums();
    double[] oldest = closes.oldest();
    double[] turnover = closes.sumsAround(oldest, state.volume.trailing(size));
    double[] means = closes.means();
    for (int r = 0; r < size; r++) {
      double weighted = oldest[r] + turnover[r] / volumes[r];
      rows[r][at] = (float) (volumes[r] == 0 ? 0 : weighted / means[r] - 1);
    }
  }

  @Override
  public void save(State state, StateWriter out) {
    state.close.save(out);
    state.volume.save(out);
  }

  @Override
  public State load(StateReader in) {
    return new State(Window.load(bars, in), Window.load(bars, in));
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(bars - 1, new Example.Ohlcv(100, 100, 100, 100, 1)));
    given.add(new Example.Ohlcv(110, 110, 110, 110, bars - 1));
    return Example.bars(
        given,
        (bars - 1) + " bars at price 100 with volume 1, then one at 110 with volume " + (bars - 1),
        "half of the volume at each price: 105 / (100 + 10 / " + bars + ") - 1",
        105 / (100 + 10.0 / bars) - 1);
  }
}
