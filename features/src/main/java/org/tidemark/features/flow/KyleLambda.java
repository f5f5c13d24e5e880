package org.tidemark.features.flow;

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
 * Price impact of signed volume, from trades with a side and the bars' closes.
 *
 * <p>Formula: slope of the least-squares line, with intercept, of r = ln(C[k] / C[k + 1]) on q over
 * the last bars bars; q is the size of the trades since the bar before whose aggressor bought, less
 * the size of those whose aggressor sold; trades without a side do not count. Unit: fraction per
 * base unit. Zero division: q the same in every bar (no trades with a side): 0. Source: Kyle 1985,
 * Econometrica 53(6); as a regression in Hasbrouck 2009, Journal of Finance 64(3). Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record KyleLambda(int bars) implements TradeFeature<KyleLambda.State> {
  /** Returns and net volumes of the last bars, net volume since the last one, and its close. */
  public static final class State {
    private final Window returns;
    private final Window nets;
    private double net;
    private double close = Double.NaN;

    State(Window returns, Window nets) {
      this.returns = returns;
      this.nets = nets;
    }
  }

  public KyleLambda {
    if (bars < 2) {
      throw new IllegalArgumentException("bars = " + bars + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "kyle_lambda_" + bars,
        "fraction per base unit",
        "price impact of net bought volume over " + bars + " bars");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars + 1);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "issue 3",
        "slope of the least-squares line, with intercept, of r = ln(C[k] / C[k + 1]) on q over the"
            + " last bars bars, q the size of the trades since the bar before whose aggressor"
            + " bought less those whose aggressor sold",
        "q the same in every bar: 0",
        "Kyle 1985, Econometrica 53(6); Hasbrouck 2009, Journal of Finance 64(3)",
        Warmup.bars(bars + 1),
        example());
  }

  @Override
  public State initial() {
    return new State(new Window(bars), new Window(bars));
  }

  @Override
  public void onTrade(State state, Trade trade) {
    if (trade.aggressor() == Aggressor.BUY) {
      state.net += trade.size();
    } else if (trade.aggressor() == Aggressor.SELL) {
      state.net -= trade.size();
    }
  }

  @Override
  public void onBar(State state, Bar bar) {
    if (!Double.isNaN(state.close)) {
      state.returns.add(StrictMath.log(bar.close() / state.close));
      state.nets.add(state.net);
    }
    state.close = bar.close();
    state.net = 0;
  }

  @Override
  public double value(State state) {
    if (!state.nets.isFull()) {
      return Double.NaN;
    }
    double firstNet = state.nets.oldest();
    double firstReturn = state.returns.oldest();
    double sumNet = 0;
    double sumReturn = 0;
    double products = 0;
    double squares = 0;
    for (int age = bars - 1; age >= 0; age--) {
      double q = state.nets.ago(age) - firstNet;
      double r = state.returns.ago(age) - firstReturn;
      sumNet += q;
      sumReturn += r;
      products += q * r;
      squares += q * q;
    }
    double variation = squares - sumNet * sumNet / bars;
    return variation > 0 ? (products - sumNet * sumReturn / bars) / variation : 0;
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putDouble(state.net).putDouble(state.close);
    state.returns.save(out);
    state.nets.save(out);
  }

  @Override
  public State load(StateReader in) {
    double net = in.getDouble();
    double close = in.getDouble();
    State state = new State(Window.load(bars, in), Window.load(bars, in));
    state.net = net;
    state.close = close;
    return state;
  }

  private Example example() {
    List<Example.Step> given =
        new ArrayList<>(Collections.nCopies(bars, new Example.Ohlcv(100, 100, 100, 100, 0)));
    given.add(new Example.Print(110, 7, Aggressor.BUY));
    given.add(new Example.Print(110, 2, Aggressor.SELL));
    given.add(new Example.Print(110, 9, Aggressor.UNKNOWN));
    given.add(new Example.Ohlcv(110, 110, 110, 110, 18));
    return Example.steps(
        given,
        bars + " bars at price 100; trades of 7 bought, 2 sold, 9 unknown and a bar at 110",
        "a net of 5 goes with ln 1.1, nothing with nothing: ln(1.1) / 5",
        StrictMath.log(1.1) / 5);
  }
}
