package org.tidemark.features;

import org.tidemark.market.Bar;

/** A feature of the closes of the last bars. */
public interface CloseFeature extends WindowFeature {
  @Override
  default double number(Bar bar) {
    return bar.close();
  }

  @Override
  default double[] numbers(BarBlock bars) {
    return bars.close();
  }
}
