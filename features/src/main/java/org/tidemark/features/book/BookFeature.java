package org.tidemark.features.book;

import java.util.List;
import java.util.Set;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Output;
import org.tidemark.market.EventKind;

/**
 * A feature of quotes and books with one output, read when the bar closes.
 *
 * @param <S> mutable state, owned by one replay of one instrument
 */
interface BookFeature<S> extends Feature<S> {
  /** The one column. */
  Output output();

  /** The value now; NaN while no usable quote or book has been seen. */
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
  default Set<EventKind> inputs() {
    return Set.of(EventKind.QUOTE, EventKind.BOOK);
  }

  @Override
  default void read(S state, float[] row, int at) {
    row[at] = (float) value(state);
  }
}
