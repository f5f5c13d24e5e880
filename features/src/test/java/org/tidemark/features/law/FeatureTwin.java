package org.tidemark.features.law;

import java.util.List;
import org.tidemark.market.MarketEvent;

/** A second way to a feature's values, slow and obvious, from the whole log at once. */
@FunctionalInterface
public interface FeatureTwin {
  /**
   * The value that a column must have after the last event of the log, which is a bar; NaN while
   * not ready. It is rounded to {@code float} like the feature's own.
   */
  double value(String column, List<MarketEvent> log);
}
