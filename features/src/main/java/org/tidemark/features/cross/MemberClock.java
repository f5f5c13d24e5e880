package org.tidemark.features.cross;

import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.MarketEvent;

/**
 * Turns one member's stage one into what stage two takes: bars whose ends rise, and how far the log
 * is complete. A bar ends its time: no other bar of the log ends by then. Any other event at time t
 * says so of what lies before t, for a bar that ends at t may still come.
 *
 * <p>It needs no saved state: a new one may begin behind any event, if {@link #heartbeat()} was
 * passed on there.
 */
public final class MemberClock {
  private Optional<MarketEvent> last = Optional.empty();
  private long completeNanos = Long.MIN_VALUE;

  /**
   * Passes on a bar that the next event closes. The bar is late when the log was complete past its
   * end before that event: stage two may have made that time's rows.
   */
  public void closed(Bar bar, Consumer<? super Bar> out, Consumer<? super Bar> late) {
    if (bar.eventTimeNanos() <= completeNanos) {
      late.accept(bar);
      return;
    }
    completeNanos = bar.eventTimeNanos();
    out.accept(bar);
  }

  /** Notes an event, after the bars that it closed. */
  public void took(MarketEvent event) {
    last = Optional.of(event);
    completeNanos = Math.max(completeNanos, event.eventTimeNanos() - 1);
  }

  /** The time up to which the log is complete, as a heartbeat; empty when no event came. */
  public Optional<Heartbeat> heartbeat() {
    return last.map(e -> new Heartbeat(e.instrument(), e.offset(), completeNanos));
  }
}
