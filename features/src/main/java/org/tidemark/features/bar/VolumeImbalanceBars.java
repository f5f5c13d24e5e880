package org.tidemark.features.bar;

import org.tidemark.market.Trade;

/**
 * Imbalance bars in which each trade counts by its size.
 *
 * @param ticks trades whose expected imbalance closes a bar, 10 to 100,000,000
 */
public record VolumeImbalanceBars(int ticks) implements ImbalanceBars {
  public VolumeImbalanceBars {
    ImbalanceBars.checkTicks(ticks);
  }

  @Override
  public String id() {
    return "volume-imbalance-" + ticks;
  }

  @Override
  public double signed(int side, Trade trade) {
    return side * trade.size();
  }
}
