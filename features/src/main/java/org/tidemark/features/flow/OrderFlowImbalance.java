package org.tidemark.features.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
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
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Quote;

/**
 * Net change of the best queues over a window, from quotes, in units of their mean size.
 *
 * <p>Each usable quote (both sides, bid at most ask) after the first gives e = (bid size if the bid
 * did not fall) - (last bid size if it did not rise) - (ask size if the ask did not rise) + (last
 * ask size if it did not fall). Formula: sum of e over bars / mean of (bid size + ask size) / 2
 * over the same quotes. Unit: mean queues. Zero division: no such quote, or none with a size: 0.
 * Source: Cont, Kukanov, Stoikov 2014, Journal of Financial Econometrics 12(1), equations 2 and 7.
 * Memory, readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record OrderFlowImbalance(int bars) implements BarFeature<OrderFlowImbalance.State> {
  /** Each bar's sums and count of quotes, those since the last bar, and the last quote. */
  public static final class State {
    private final Window flows;
    private final Window depths;
    private final Window counts;
    private double flow;
    private double depth;
    private double count;
    private double bid = Double.NaN;
    private double bidSize;
    private double ask = Double.NaN;
    private double askSize;

    State(Window flows, Window depths, Window counts) {
      this.flows = flows;
      this.depths = depths;
      this.counts = counts;
    }

    private void add(Quote quote) {
      if (!Double.isNaN(bid)) {
        double bought =
            (quote.bid() >= bid ? quote.bidSize() : 0) - (quote.bid() <= bid ? bidSize : 0);
        double sold =
            (quote.ask() <= ask ? quote.askSize() : 0) - (quote.ask() >= ask ? askSize : 0);
        flow += bought - sold;
        depth += (quote.bidSize() + quote.askSize()) / 2;
        count++;
      }
      bid = quote.bid();
      bidSize = quote.bidSize();
      ask = quote.ask();
      askSize = quote.askSize();
    }
  }

  public OrderFlowImbalance {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "order_flow_imbalance_" + bars,
        "mean queues",
        "net change of the best queues over " + bars + " bars, in mean queue sizes");
  }

  @Override
  public Set<EventKind> inputs() {
    return Set.of(EventKind.QUOTE);
  }

  @Override
  public Memory memory() {
    return Memory.resting(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "issue 3",
        "e of a usable quote (both sides, bid at most ask) after the first = (bid size if the bid did"
            + " not fall) - (last bid size if it did not rise) - (ask size if the ask did not rise) +"
            + " (last ask size if it did not fall); sum of e over bars / mean of (bid size + ask"
            + " size) / 2 over the same quotes",
        "no such quote, or none with a size: 0",
        "Cont, Kukanov, Stoikov 2014, Journal of Financial Econometrics 12(1), equations 2 and 7",
        Warmup.bars(bars),
        example());
  }

  @Override
  public State initial() {
    return new State(new Window(bars), new Window(bars), new Window(bars));
  }

  @Override
  public void update(State state, MarketEvent event) {
    if (event instanceof Quote quote) {
      if (quote.bid() <= quote.ask()) {
        state.add(quote);
      }
    } else {
      BarFeature.super.update(state, event);
    }
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.flows.add(state.flow);
    state.depths.add(state.depth);
    state.counts.add(state.count);
    state.flow = 0;
    state.depth = 0;
    state.count = 0;
  }

  @Override
  public double value(State state) {
    if (!state.flows.isFull()) {
      return Double.NaN;
    }
    double depth = state.depths.sum();
    return depth == 0 ? 0 : state.flows.sum() / (depth / state.counts.sum());
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putDouble(state.flow).putDouble(state.depth).putDouble(state.count);
    out.putDouble(state.bid).putDouble(state.bidSize);
    out.putDouble(state.ask).putDouble(state.askSize);
    state.flows.save(out);
    state.depths.save(out);
    state.counts.save(out);
  }

  @Override
  public State load(StateReader in) {
    double[] part = new double[7];
    for (int i = 0; i < part.length; i++) {
      part[i] = in.getDouble();
    }
    State state = new State(Window.load(bars, in), Window.load(bars, in), Window.load(bars, in));
    state.flow = part[0];
    state.depth = part[1];
    state.count = part[2];
    state.bid = part[3];
    state.bidSize = part[4];
    state.ask = part[5];
    state.askSize = part[6];
    return state;
  }

  private Example example() {
    List<Example.Step> given =
        new ArrayList<>(Collections.nCopies(bars - 1, new Example.Ohlcv(100, 100, 100, 100, 0)));
    given.add(new Example.Top(99, 10, 101, 8));
    given.add(new Example.Top(99, 14, 101, 6));
    given.add(new Example.Top(100, 4, 101, 2));
    given.add(new Example.Ohlcv(100, 100, 100, 100, 0));
    return Example.steps(
        given,
        (bars - 1)
            + " bars without quotes; quotes 99 (10) to 101 (8), 99 (14) to 101 (6), 100 (4) to 101"
            + " (2) and a bar",
        "e = (14 - 10) - (6 - 8) = 6, then 4 - (2 - 6) = 8; mean size (10 + 3) / 2: 14 / 6.5",
        14 / 6.5);
  }
}
