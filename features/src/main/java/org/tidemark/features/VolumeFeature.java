package org.tidemark.features;

import org.tidemark.market.Bar;

/** A feature of the volumes of the last bars. */
public interface VolumeFeature extends WindowFeature {
  @Override
  default double number(Bar bar) {
    return bar.volume();
  }

  @Override
  default double[] numbers(BarBlock bars) {
    return bars.volume();
  }
}
