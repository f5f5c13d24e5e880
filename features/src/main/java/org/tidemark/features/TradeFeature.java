package org.tidemark.features;

import java.util.Set;
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;

/**
 * A feature of closed bars and of the trades between them.
 *
 * @param <S> mutable state, owned by one replay of one instrument
 */
public interface TradeFeature<S> extends BarFeature<S> {
  /** Takes a trade in. */
  void onTrade(S state, Trade trade);

  @Override
  default Set<EventKind> inputs() {
    return Set.of(EventKind.TRADE);
  }

  @Override
  default void update(S state, MarketEvent event) {
    if (event instanceof Trade trade) {
      onTrade(state, trade);
    } else {
      BarFeature.super.update(state, event);
    }
  }
}
