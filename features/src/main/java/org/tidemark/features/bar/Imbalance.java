package org.tidemark.features.bar;

import java.util.Optional;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.Trade;

/** State of {@link ImbalanceBars}: the open bar, its imbalance, and what blocks of trades had. */
public final class Imbalance {
  static final int SPAN = 20;
  private static final double KEEP = (SPAN - 1.0) / (SPAN + 1);

  private TickRule rule = new TickRule();
  private OpenBar bar = new OpenBar();
  private double theta;
  private double expected;
  private int blockTrades;
  private double blockSum;
  // Of the blocks: the newest counts 1 of the weight, an older one KEEP times the next.
  private double mean;
  private double weight;

  Imbalance() {}

  int side(Trade trade) {
    return rule.side(trade);
  }

  /** Takes a trade into the bar and into the block of {@code ticks} trades. */
  void add(Trade trade, double signed, int ticks) {
    if (bar.isEmpty()) {
      theta = 0;
      expected = mean;
    }
    bar.add(trade);
    theta += signed;
    blockSum += signed;
    blockTrades++;
    if (blockTrades == ticks) {
      weight = weight * KEEP + 1;
      // As a step towards the new value, so that equal values give exactly that value.
      mean += (Math.abs(blockSum) - mean) / weight;
      blockTrades = 0;
      blockSum = 0;
    }
  }

  /** Whether the bar closes with the trades that it has. */
  boolean isFull(int ticks) {
    long trades = bar.trades();
    if (expected == 0) {
      return trades >= ticks;
    }
    return trades >= Math.max(2, ticks / 10) && Math.abs(theta) >= expected
        || trades >= 10L * ticks;
  }

  Bar close() {
    return bar.close();
  }

  /** The bar as if it closed with the trades that it has. */
  Optional<Bar> soFar() {
    return bar.isEmpty() ? Optional.empty() : Optional.of(bar.soFar());
  }

  void save(StateWriter out) {
    rule.save(out);
    bar.save(out);
    out.putDouble(theta)
        .putDouble(expected)
        .putInt(blockTrades)
        .putDouble(blockSum)
        .putDouble(mean)
        .putDouble(weight);
  }

  /** Reads what {@link #save} wrote. */
  static Imbalance load(StateReader in) {
    Imbalance state = new Imbalance();
    state.rule = TickRule.load(in);
    state.bar = OpenBar.load(in);
    state.theta = in.getDouble();
    state.expected = in.getDouble();
    state.blockTrades = in.getInt();
    state.blockSum = in.getDouble();
    state.mean = in.getDouble();
    state.weight = in.getDouble();
    return state;
  }
}
