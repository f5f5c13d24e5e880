package org.tidemark.features;

import java.util.Arrays;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * A feature of closed bars with several outputs, all ready at once; every other event is ignored.
 *
 * @param <S> mutable state, owned by one replay of one instrument
 */
public interface WideBarFeature<S> extends Feature<S> {
  /** Takes one closed bar in. */
  void onBar(S state, Bar bar);

  /** Whether there are values after the last bar. */
  boolean isReady(S state);

  /** One value per output after the last bar; only when ready. */
  double[] values(S state);

  @Override
  default void update(S state, MarketEvent event) {
    if (event instanceof Bar bar) {
      onBar(state, bar);
    }
  }

  @Override
  default void read(S state, float[] row, int at) {
    if (!isReady(state)) {
      Arrays.fill(row, at, at + outputs().size(), Float.NaN);
      return;
    }
    double[] values = values(state);
    for (int i = 0; i < values.length; i++) {
      row[at + i] = (float) values[i];
    }
  }
}
