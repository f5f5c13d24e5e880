package org.tidemark.features.book;

import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.Book;
import org.tidemark.market.MarketEvent;

/**
 * O04: how cheap it is to trade the usual volume of a bar at once, both ways.
 *
 * <p>Formula: 1 / (1 + 10000 (pa - pb) / mid), pa and pb = mean price of buying and of selling Q
 * against the best levels, Q = mean V of the last bars (or of fewer while fewer have closed), what
 * exceeds the levels at the price of the last one. Unit: score, above 0, at most 1. Zero division:
 * a Q of 0 trades at the best prices. Source: Gomber, Schweickert, Theissen 2015, European
 * Financial Management 21(1) (exchange liquidity measure: cost of a round trip), in basis points c
 * as 1 / (1 + c). Usable, memory, readiness and a worked example: {@link Best}, {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param levels how many levels of a side count, from the best
 * @param bars length of the window of volumes
 */
public record LiquidityScore(int levels, int bars) implements BookFeature<DepthAndWindow> {
  public LiquidityScore {
    if (levels < 1 || bars < 2) {
      throw new IllegalArgumentException(
          "levels = " + levels + " must be 1 or more and bars = " + bars + " 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "liquidity_score_" + levels + "_" + bars,
        "score, above 0, at most 1",
        "1 / (1 + basis points that a round trip of a usual bar's volume costs)");
  }

  @Override
  public Memory memory() {
    return Memory.resting(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "O04",
        "1 / (1 + 10000 (pa - pb) / mid), pa and pb = mean price of buying and of "
            + "selling Q against the best levels, Q = mean V of the last bars (or of fewer "
            + "while fewer have closed), what exceeds the levels at the price of the last one",
        "a Q of 0 trades at the best prices",
        "Gomber, Schweickert, Theissen 2015, European Financial Management 21(1) "
            + "(exchange liquidity measure: cost of a round trip), in basis points c as 1 / "
            + "(1 + c)",
        Warmup.quoted(),
        Example.steps(
            List.of(
                new Example.Levels(
                    List.of(new Book.Level(99.99, 2), new Book.Level(99.97, 2)),
                    List.of(new Book.Level(100.01, 4))),
                new Example.Ohlcv(100, 100, 100, 100, 4)),
            "a bar of volume 4 at a book of 2 at 99.99 and 2 at 99.97 against 4 at 100.01",
            "buy at 100.01, sell at 99.98 in the mean: 3 basis points",
            0.25));
  }

  @Override
  public DepthAndWindow initial() {
    return DepthAndWindow.of(bars);
  }

  @Override
  public void update(DepthAndWindow state, MarketEvent event) {
    if (event instanceof Bar bar) {
      state.numbers().add(bar.volume());
    } else {
      state.book().update(event);
    }
  }

  @Override
  public double value(DepthAndWindow state) {
    Depth book = state.book();
    if (!book.isReady()) {
      return Double.NaN;
    }
    double quantity = state.numbers().sum() / Math.max(1, state.numbers().size());
    double bid = book.bidPrice(0);
    double ask = book.askPrice(0);
    double cost = ask - bid + walkAsks(book, quantity) + walkBids(book, quantity);
    return 1 / (1 + 10_000 * cost / ((bid + ask) / 2));
  }

  /** Mean price of buying minus the best ask. */
  private double walkAsks(Depth book, double quantity) {
    double rest = quantity;
    double paid = 0;
    int last = book.asks(levels) - 1;
    for (int i = 0; i <= last && rest > 0; i++) {
      double taken = i < last ? Math.min(rest, book.askSize(i)) : rest;
      paid += taken * (book.askPrice(i) - book.askPrice(0));
      rest -= taken;
    }
    return quantity > 0 ? paid / quantity : 0;
  }

  /** The best bid minus the mean price of selling. */
  private double walkBids(Depth book, double quantity) {
    double rest = quantity;
    double lost = 0;
    int last = book.bids(levels) - 1;
    for (int i = 0; i <= last && rest > 0; i++) {
      double taken = i < last ? Math.min(rest, book.bidSize(i)) : rest;
      lost += taken * (book.bidPrice(0) - book.bidPrice(i));
      rest -= taken;
    }
    return quantity > 0 ? lost / quantity : 0;
  }

  @Override
  public void save(DepthAndWindow state, StateWriter out) {
    state.save(levels, out);
  }

  @Override
  public DepthAndWindow load(StateReader in) {
    return DepthAndWindow.load(bars, in);
  }
}
