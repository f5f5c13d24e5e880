package org.tidemark.features;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.EventKind;
import org.tidemark.market.MarketEvent;

/**
 * An ordered fold over one instrument's events. The sampler's closed bars arrive through {@link
 * #update} as {@link org.tidemark.market.Bar} events, then the row is read. Implementations are
 * immutable; all change is in the state.
 *
 * <p>Laws (tested for every registered feature): resuming from a saved state gives the same bits;
 * nothing after a row changes it; instruments do not influence each other; events older than {@link
 * #memory()} do not matter; NaN means "not ready" and nothing else; the slow twin in the tests
 * gives the same bits.
 *
 * <p>Arithmetic is in {@code double}, rounded once to {@code float} in {@link #read}.
 * Transcendental functions come from {@link StrictMath}. Windowed sums are re-summed oldest to
 * newest, never kept by add and subtract.
 *
 * @param <S> mutable state, owned by one replay of one instrument
 */
public interface Feature<S> extends Serializable {
  /** Name and version; the version rises when any output bit may change. */
  FeatureId id();

  /** The columns that {@link #read} writes, in order. */
  List<Output> outputs();

  /** How far back this feature sees. */
  Memory memory();

  /** The definition in words, for the generated specification. */
  FeatureDoc doc();

  /**
   * The kinds of event that it reads beside closed bars; events of every other kind never reach
   * {@link #update}.
   */
  default Set<EventKind> inputs() {
    return Set.of();
  }

  /** A state that has seen nothing. */
  S initial();

  /** Takes one event in. No clock, I/O or randomness; events it does not use are ignored. */
  void update(S state, MarketEvent event);

  /** Writes the outputs into {@code row} from index {@code at}; NaN while not ready. */
  void read(S state, float[] row, int at);

  /**
   * Takes the bars of a block in, one after the other, and reads a row after each, as if by {@link
   * #update} and {@link #read}. Called only when the feature has no {@link #inputs}. Features with
   * long windows take them faster at once; the bits must be the same.
   */
  default void updateAll(S state, BarBlock bars, float[][] rows, int at) {
    for (int i = 0; i < bars.size(); i++) {
      update(state, bars.bar(i));
      read(state, rows[i], at);
    }
  }

  /** Writes every bit that {@link #load} needs to go on as if nothing had happened. */
  void save(S state, StateWriter out);

  /** Reads what {@link #save} wrote. */
  S load(StateReader in);
}
