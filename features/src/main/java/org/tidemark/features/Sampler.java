package org.tidemark.features;

import java.io.Serializable;
import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;

/**
 * Decides when a row is read: turns events into closed bars. Same contract as {@link Feature}: an
 * ordered fold with a codec, no clock.
 *
 * @param <S> mutable state, owned by one replay of one instrument
 */
public interface Sampler<S> extends Serializable {
  /** For example {@code time-60s@2}; part of the identity of a feature set. */
  String id();

  /** A state that has seen nothing. */
  S initial();

  /**
   * Takes one event in and emits the bars that it closes, oldest first. A bar whose offset is the
   * event's includes the event; any other ended before it.
   */
  void update(S state, MarketEvent event, Consumer<Bar> closed);

  /**
   * The bar in the making as if it ended with what it has; empty when nothing of one is there. The
   * state stays as it is.
   */
  Optional<Bar> soFar(S state);

  void save(S state, StateWriter out);

  S load(StateReader in);
}
