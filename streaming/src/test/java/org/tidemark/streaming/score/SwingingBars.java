package org.tidemark.streaming.score;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.tidemark.market.Bar;
import org.tidemark.market.InstrumentId;

/** Seeded minute bars of two instruments whose volatility comes and goes. */
final class SwingingBars {
  private static final long MINUTE = 60_000_000_000L;

  private SwingingBars() {}

  /**
   * Bars in the order of their time.
   *
   * @param count for each instrument
   * @param period bars between two changes of the volatility
   * @param storm largest move of a bar in unquiet times; 0.001 in quiet ones
   */
  static List<Bar> of(long seed, int count, int period, double storm) {
    List<Bar> bars = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    double[] prices = {100, 40};
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < prices.length; k++) {
        double size = (i / period + k) % 3 == 0 ? storm : 0.001;
        double open = prices[k];
        prices[k] *= 1 + (random.nextDouble() - 0.48) * size;
        long end = (25_000_000L + i + 1) * MINUTE;
        bars.add(
            new Bar(
                new InstrumentId("I" + k),
                i,
                end,
                end - MINUTE,
                open,
                Math.max(open, prices[k]) * 1.0001,
                Math.min(open, prices[k]) * 0.9999,
                prices[k],
                random.nextInt(1, 500)));
      }
    }
    return bars;
  }
}
