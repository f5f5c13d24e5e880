package org.tidemark.features.price;

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
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * P16: distance of the close from the volume-weighted average price of a window.
 *
 * <p>Formula: C[0] / (sum of TP V / sum of V over bars) - 1, TP = (H + L + C) / 3. Unit: fraction.
 * Zero division: a window without volume: the plain mean of TP takes the place of the weighted one.
 * Source: Berkowitz, Logue, Noser 1988, Journal of Finance 43(1) (VWAP); typical price as in TA-Lib
 * TYPPRICE. Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while
 * not ready.
 *
 * @param bars length of the window
 */
public record VwapDeviation(int bars) implements BarFeature<VwapDeviation.State> {
  /** Typical prices, their products with volume, and volumes. */
  public static final class State {
    private final Window typical;
    private final Window turnover;
    private final Window volume;
    private double close;

    State(Window typical, Window turnover, Window volume) {
      this.typical = typical;
      this.turnover = turnover;
      this.volume = volume;
    }
  }

  public VwapDeviation {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "vwap_deviation_" + bars,
        "fraction",
        "close over the volume-weighted typical price, minus 1");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "P16",
        "C[0] / (sum of TP V / sum of V over bars) - 1, TP = (H + L + C) / 3",
        "a window without volume: the plain mean of TP takes the place of the weighted one",
        "Berkowitz, Logue, Noser 1988, Journal of Finance 43(1) (VWAP); typical price as in TA-Lib"
            + " TYPPRICE",
        Warmup.bars(bars),
        example());
  }

  @Override
  public VwapDeviation.State initial() {
    return new State(new Window(bars), new Window(bars), new Window(bars));
  }

  @Override
  public void onBar(VwapDeviation.State state, Bar bar) {
    state.close = bar.close();
    double typical = (bar.high() + bar.low() + bar.close()) / 3;
    state.typical.add(typical);
    state.turnover.add(typical * bar.volume());
    state.volume.add(bar.volume());
  }

  @Override
  public double value(VwapDeviation.State state) {
    if (!state.volume.isFull()) {
      return Double.NaN;
    }
    double volume = state.volume.sum();
    double average = volume > 0 ? state.turnover.sum() / volume : state.typical.mean();
    return state.close / average - 1;
  }

  @Override
  public void updateAll(VwapDeviation.State state, BarBlock bars, float[][] rows, int at) {
    if (!state.volume.isFull()) {
      BarFeature.super.updateAll(state, bars, rows, at);
      return;
    }
    int size = bars.size();
    double[] turnover = new double[size];
    for (int r = 0; r < size; r++) {
      turnover[r] = bars.typical()[r] * bars.volume()[r];
    }
    state.close = bars.close()[size - 1];
    state.typical.addAll(bars.typical(), size);
    state.turnover.addAll(turnover, size);
    state.volume.addAll(bars.volume(), size);
    double[] turnovers = state.turnover.trailing(size).sums();
    double[] volumes = state.volume.trailing(size).sums();
    double[] plain = new double[size];
    for (int r = 0; r < size; r++) {
      if (!(volumes[r] > 0)) {
        plain = state.typical.trailing(size).means();
        break;
      }
    }
    for (int r = 0; r < size; r++) {
      double average = volumes[r] > 0 ? turnovers[r] / volumes[r] : plain[r];
      rows[r][at] = (float) (bars.close()[r] / average - 1);
    }
  }

  @Override
  public void save(VwapDeviation.State state, StateWriter out) {
    out.putDouble(state.close);
    state.typical.save(out);
    state.turnover.save(out);
    state.volume.save(out);
  }

  @Override
  public VwapDeviation.State load(StateReader in) {
    double close = in.getDouble();
    State state = new State(Window.load(bars, in), Window.load(bars, in), Window.load(bars, in));
    state.close = close;
    return state;
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(bars - 1, new Example.Ohlcv(100, 100, 100, 100, 1)));
    given.add(new Example.Ohlcv(110, 110, 110, 110, bars - 1));
    return Example.bars(
        given,
        (bars - 1) + " bars at price 100 with volume 1, then one at 110 with volume " + (bars - 1),
        "half of the volume at each price: 110 / 105 - 1",
        110.0 / 105 - 1);
  }
}
