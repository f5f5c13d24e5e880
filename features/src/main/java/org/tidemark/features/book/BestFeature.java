package org.tidemark.features.book;

import org.tidemark.features.Memory;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.MarketEvent;

/** A feature of nothing but the standing best bid and ask. */
interface BestFeature extends BookFeature<Best> {
  @Override
  default Memory memory() {
    return Memory.resting(1);
  }

  @Override
  default Best initial() {
    return new Best();
  }

  @Override
  default void update(Best state, MarketEvent event) {
    state.update(event);
  }

  @Override
  default void save(Best state, StateWriter out) {
    state.save(out);
  }

  @Override
  default Best load(StateReader in) {
    return Best.load(in);
  }
}
