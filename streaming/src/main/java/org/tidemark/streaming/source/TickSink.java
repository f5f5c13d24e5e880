package org.tidemark.streaming.source;

import org.tidemark.market.MarketEvent;

/** Where replayed ticks go. */
public interface TickSink extends AutoCloseable {
  /** Takes one tick; ticks of an instrument arrive in the order they were sent. */
  void send(MarketEvent event);

  /** Makes everything sent so far visible to readers. */
  void flush();

  /** Flushes and lets go. */
  @Override
  void close();
}
