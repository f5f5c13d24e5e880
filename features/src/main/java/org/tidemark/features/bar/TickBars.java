package org.tidemark.features.bar;

/**
 * Bars of a fixed number of trades (Lopez de Prado 2018, "Advances in Financial Machine Learning",
 * 2.3.1.2). Each print counts, also one of several at the same time and price.
 *
 * @param count of trades in a bar, 1 or more
 */
public record TickBars(long count) implements FilledBars {
  public TickBars {
    if (count < 1) {
      throw new IllegalArgumentException("tick bars of " + count + " trades must have 1 or more");
    }
  }

  @Override
  public String id() {
    return "tick-" + count;
  }

  @Override
  public boolean isFull(OpenBar bar) {
    return bar.trades() >= count;
  }
}
