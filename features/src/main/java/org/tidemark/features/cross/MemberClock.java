package org.tidemark.features.cross;

import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.MarketEvent;

/**
 * Turns one member's stage one into what stage two takes: bars whose ends rise, and how far the log
 * has come. It needs no saved state: a new one may begin behind any event, if {@link #heartbeat()}
 * was passed on there.
 */
public final class MemberClock {
  private Optional<MarketEvent> last = Optional.empty();
  private long reachedNanos = Long.MIN_VALUE;

  /**
   * Passes on a bar that the next event closes. The bar is late when it ends no later than what
   * came before that event: stage two may have made that time's rows by then.
   */
  public void closed(Bar bar, Consumer<? super Bar> out, Consumer<? super Bar> late) {
    if (bar.eventTimeNanos() <= reachedNanos) {
      late.accept(bar);
      return;
    }
    reachedNanos = bar.eventTimeNanos();
    out.accept(bar);
  }

  /** Notes an event, after the bars that it closed. */
  public void took(MarketEvent event) {
    last = Optional.of(event);
    reachedNanos = Math.max(reachedNanos, event.eventTimeNanos());
  }

  /** The latest event time so far, as a heartbeat; empty when no event came. */
  public Optional<Heartbeat> heartbeat() {
    return last.map(e -> new Heartbeat(e.instrument(), e.offset(), reachedNanos));
  }
}
