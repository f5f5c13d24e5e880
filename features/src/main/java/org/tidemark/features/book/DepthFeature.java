package org.tidemark.features.book;

import org.tidemark.features.Memory;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.MarketEvent;

/** A feature of nothing but the standing levels of the book. */
interface DepthFeature extends BookFeature<Depth> {
  /** How many levels of a side count. */
  int levels();

  @Override
  default Memory memory() {
    return Memory.resting(1);
  }

  @Override
  default Depth initial() {
    return new Depth();
  }

  @Override
  default void update(Depth state, MarketEvent event) {
    state.update(event);
  }

  @Override
  default void save(Depth state, StateWriter out) {
    state.save(levels(), out);
  }

  @Override
  default Depth load(StateReader in) {
    return Depth.load(in);
  }
}
