package org.tidemark.features.volume;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.TradeFeature;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Aggressor;
import org.tidemark.market.Bar;
import org.tidemark.market.Trade;

/**
 * V15: bought minus sold volume of a window, over both.
 *
 * <p>Each bar: B and S are the sizes of the trades since the bar before whose aggressor bought or
 * sold; the rest of the volume, U = max(0, V - B - S), is split by where the bar closed: x = ((C -
 * L) - (H - C)) / (H - L), 0 when H = L. So trades with a side count by it, and bars alone, or
 * trades without a side, by the close location; the log decides, bar by bar. Formula: sum of (B - S
 * + U x) / sum of (B + S + U) over bars. Unit: fraction, from -1 to 1. Zero division: a window
 * without volume gives 0. Source: Chordia, Roll, Subrahmanyam 2002, Journal of Financial Economics
 * 65(1) (order imbalance); Chaikin's close location value for the rest. Memory, readiness and a
 * worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record VolumeImbalance(int bars) implements TradeFeature<VolumeImbalance.State> {
  /** Net and whole volume of the last bars, and what was bought and sold since the last one. */
  public static final class State {
    private final Window net;
    private final Window whole;
    private double bought;
    private double sold;

    State(Window net, Window whole) {
      this.net = net;
      this.whole = whole;
    }
  }

  public VolumeImbalance {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_imbalance_" + bars,
        "fraction",
        "bought minus sold over all volume of the last " + bars + " bars");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V15",
        "sum of (B - S + U x) / sum of (B + S + U) over bars; B and S are sizes of the trades since"
            + " the bar before whose aggressor bought or sold, U = max(0, V - B - S),"
            + " x = ((C - L) - (H - C)) / (H - L), 0 when H = L",
        "a window without volume gives 0",
        "Chordia, Roll, Subrahmanyam 2002, Journal of Financial Economics 65(1) (order imbalance);"
            + " Chaikin's close location value for volume without a side",
        Warmup.bars(bars),
        example());
  }

  @Override
  public State initial() {
    return new State(new Window(bars), new Window(bars));
  }

  @Override
  public void onTrade(State state, Trade trade) {
    if (trade.aggressor() == Aggressor.BUY) {
      state.bought += trade.size();
    } else if (trade.aggressor() == Aggressor.SELL) {
      state.sold += trade.size();
    }
  }

  @Override
  public void onBar(State state, Bar bar) {
    double known = state.bought + state.sold;
    double rest = Math.max(0, bar.volume() - known);
    double range = bar.high() - bar.low();
    double location =
        range > 0 ? ((bar.close() - bar.low()) - (bar.high() - bar.close())) / range : 0;
    state.net.add(state.bought - state.sold + rest * location);
    state.whole.add(known + rest);
    state.bought = 0;
    state.sold = 0;
  }

  @Override
  public double value(State state) {
    if (!state.whole.isFull()) {
      return Double.NaN;
    }
    double whole = state.whole.sum();
    return whole > 0 ? state.net.sum() / whole : 0;
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putDouble(state.bought).putDouble(state.sold);
    state.net.save(out);
    state.whole.save(out);
  }

  @Override
  public State load(StateReader in) {
    double bought = in.getDouble();
    double sold = in.getDouble();
    State state = new State(Window.load(bars, in), Window.load(bars, in));
    state.bought = bought;
    state.sold = sold;
    return state;
  }

  private Example example() {
    List<Example.Step> given =
        new ArrayList<>(Collections.nCopies(bars - 2, new Example.Ohlcv(100, 100, 100, 100, 0)));
    given.add(new Example.Ohlcv(100, 104, 100, 103, 8));
    given.add(new Example.Print(103, 6, Aggressor.BUY));
    given.add(new Example.Print(102, 2, Aggressor.SELL));
    given.add(new Example.Print(100, 4, Aggressor.UNKNOWN));
    given.add(new Example.Ohlcv(103, 103, 100, 100, 12));
    return Example.steps(
        given,
        (bars - 2)
            + " bars without volume; a bar of volume 8 that closes at three quarters of its range;"
            + " trades of 6 bought, 2 sold, 4 unknown and their bar, closed at its low",
        "(8 x 0.5 + 6 - 2 - 4) / 20",
        4.0 / 20);
  }
}
