package org.tidemark.features.bar;

import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * Bars that close when buying and selling are further apart than expected (Lopez de Prado 2018,
 * "Advances in Financial Machine Learning", 2.3.2): with the signed amount x of each trade (its
 * {@link TickRule side}, times its size for volume) a bar closes with the trade at which the
 * imbalance theta, the sum of x since the bar's first trade, has |theta| at or above the expected
 * imbalance E.
 *
 * <p>E is what {@link #ticks} trades are expected to have: trades are counted off in blocks of that
 * many from the first trade on, whatever the bars, and E is the exponentially weighted mean, span
 * {@value Imbalance#SPAN} blocks, of the blocks' |sum of x|, as known at the bar's first trade
 * (pandas: {@code ewm(span=20, adjust=True).mean()}). Before the first block is complete, and while
 * E is 0, a bar has {@code ticks} trades.
 *
 * <p>Bounds: a bar has at least a tenth of {@code ticks} trades (and two), so bars do not shrink to
 * a trade each, and closes at ten times {@code ticks} at the latest, so none grows without limit.
 *
 * <p>This differs from the book in one point. There E is E0[T] |E0[x]|: expected number of trades
 * times the mean signed amount. In a market with as many buys as sells that mean is near 0, each
 * short bar makes E0[T] smaller, and bars run into the lower bound: on a day of SPY trades 94 % of
 * them. The mean of the absolute imbalance does not vanish, and depends on no bar, so it cannot
 * feed back; it is at least |mean| for equal counts, so one-sided flow raises it all the same.
 */
public sealed interface ImbalanceBars extends TradeBars<Imbalance>
    permits TickImbalanceBars, VolumeImbalanceBars {
  /** Least that {@link #ticks} may be. */
  int LEAST = 10;

  /** Most that {@link #ticks} may be. */
  int MOST = 100_000_000;

  /** Trades of a block; a bar's trades are of that order. */
  int ticks();

  /** The signed amount of a trade. */
  double signed(int side, Trade trade);

  /** Refuses a number of trades outside {@link #LEAST} to {@link #MOST}. */
  static void checkTicks(int ticks) {
    if (ticks < LEAST || ticks > MOST) {
      throw new IllegalArgumentException(
          "imbalance bars of about " + ticks + " trades must have " + LEAST + " to " + MOST);
    }
  }

  @Override
  default Imbalance initial() {
    return new Imbalance();
  }

  @Override
  default void update(Imbalance state, MarketEvent event, Consumer<Bar> closed) {
    refuseBar(event);
    if (event instanceof Trade trade) {
      state.add(trade, signed(state.side(trade), trade), ticks());
      if (state.isFull(ticks())) {
        closed.accept(state.close());
      }
    }
  }

  @Override
  default Optional<Bar> soFar(Imbalance state) {
    return state.soFar();
  }

  @Override
  default void save(Imbalance state, StateWriter out) {
    state.save(out);
  }

  @Override
  default Imbalance load(StateReader in) {
    return Imbalance.load(in);
  }
}
