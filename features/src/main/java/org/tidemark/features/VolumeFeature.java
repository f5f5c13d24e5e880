package org.tidemark.features;

import org.tidemark.features.state.StateReader;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/** A feature of the volumes of the last bars. */
public interface VolumeFeature extends WindowFeature {
  @Override
  default double number(Bar bar) {
    return bar.volume();
  }

  @Override
  default Window initial() {
    return Window.ofCounts(length());
  }

  @Override
  default Window load(StateReader in) {
    return Window.loadCounts(length(), in);
  }

  @Override
  default double[] numbers(BarBlock bars) {
    return bars.volume();
  }
}
