package org.tidemark.features;

import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.market.MarketEvent;

/**
 * One instrument's events on their way to feature rows; the only thing a driver may call. Batch,
 * incremental, streaming and restarted runs all drive the same object and get the same bits.
 */
public interface Replay {
  /**
   * Takes the next event in offset order.
   *
   * @throws IllegalArgumentException if the offset does not rise
   */
  void on(MarketEvent event, Consumer<FeatureRow> rows, Consumer<MarketEvent> late);

  /**
   * Takes many events in offset order: the same rows with the same bits as one at a time, but a row
   * may be passed on later than its event, at the latest before this returns. For logs that are all
   * there; an event whose row is awaited goes through {@link #on}.
   *
   * @throws IllegalArgumentException if an offset does not rise
   */
  void onAll(
      Iterable<? extends MarketEvent> events,
      Consumer<FeatureRow> rows,
      Consumer<MarketEvent> late);

  /**
   * The row of the bar in the making as if it closed with what it has; empty when nothing of one is
   * there. The replay stays as it is, bit for bit. Events that wait to be put in order are not in
   * it. If the next event closes that bar, its row has the same bits, unless that event releases
   * waiting ones first or is itself part of the bar.
   */
  Optional<FeatureRow> soFar();

  /** Offset of the last event taken in, or -1. */
  long lastOffset();

  /** Everything needed to go on later: format, set, versions, states, checksum. */
  byte[] snapshot();
}
