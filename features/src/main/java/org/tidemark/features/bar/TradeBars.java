package org.tidemark.features.bar;

import org.tidemark.features.Sampler;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * A sampler of trades alone: quotes, books and the like are in no bar, and vendor bars, of which
 * the trades are lost, are refused. Where an instrument has several kinds of events, drivers feed
 * it its trades.
 *
 * @param <S> mutable state, owned by one replay of one instrument
 */
public sealed interface TradeBars<S> extends Sampler<S>
    permits FilledBars, ImbalanceBars, SessionBars {

  /** Refuses vendor bars; everything else is fine. */
  default void refuseBar(MarketEvent event) {
    if (event instanceof Bar bar) {
      throw new IllegalArgumentException(
          bar.instrument()
              + ": a vendor bar cannot be sampled at "
              + id()
              + "; feed its trades, or sample at time-Ns");
    }
  }
}
