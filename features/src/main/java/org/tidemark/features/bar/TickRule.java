package org.tidemark.features.bar;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Trade;

/**
 * The side of each trade: the aggressor's when the venue says it, else by the tick rule (Lee and
 * Ready 1991, Journal of Finance 46(2); Lopez de Prado 2018, 2.3.2.1): up after a lower price, down
 * after a higher one, and at the same price as the trade before.
 */
final class TickRule {
  private double price = Double.NaN;
  private int side;

  /** +1 bought, -1 sold; 0 while nothing tells. */
  int side(Trade trade) {
    switch (trade.aggressor()) {
      case BUY -> side = 1;
      case SELL -> side = -1;
      case UNKNOWN -> {
        if (trade.price() > price) {
          side = 1;
        } else if (trade.price() < price) {
          side = -1;
        }
      }
    }
    price = trade.price();
    return side;
  }

  void save(StateWriter out) {
    out.putDouble(price).putInt(side);
  }

  /** Reads what {@link #save} wrote. */
  static TickRule load(StateReader in) {
    TickRule rule = new TickRule();
    rule.price = in.getDouble();
    rule.side = in.getInt();
    return rule;
  }
}
