package org.tidemark.features;

import java.util.List;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * A feature of closed bars with one output; unless it says so, every other event is ignored.
 *
 * @param <S> mutable state, owned by one replay of one instrument
 */
public interface BarFeature<S> extends Feature<S> {
  /** The one column. */
  Output output();

  /** Takes one closed bar in. */
  void onBar(S state, Bar bar);

  /** The value after the last bar; NaN while not ready. */
  double value(S state);

  @Override
  default FeatureId id() {
    return new FeatureId(output().name(), 1);
  }

  @Override
  default List<Output> outputs() {
    return List.of(output());
  }

  @Override
  default void update(S state, MarketEvent event) {
    if (event instanceof Bar bar) {
      onBar(state, bar);
    }
  }

  @Override
  default void read(S state, float[] row, int at) {
    row[at] = (float) value(state);
  }

  @Override
  default void updateAll(S state, BarBlock bars, float[][] rows, int at) {
    for (int i = 0; i < bars.size(); i++) {
      onBar(state, bars.bar(i));
      rows[i][at] = (float) value(state);
    }
  }
}
