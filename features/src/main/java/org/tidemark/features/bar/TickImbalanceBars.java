package org.tidemark.features.bar;

import org.tidemark.market.Trade;

/**
 * Imbalance bars in which each trade counts once.
 *
 * @param ticks trades whose expected imbalance closes a bar, 10 to 100,000,000
 */
public record TickImbalanceBars(int ticks) implements ImbalanceBars {
  public TickImbalanceBars {
    ImbalanceBars.checkTicks(ticks);
  }

  @Override
  public String id() {
    return "tick-imbalance-" + ticks;
  }

  @Override
  public double signed(int side, Trade trade) {
    return side;
  }
}
