package org.tidemark.features.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.tidemark.features.state.EventCodec;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.MarketEvent;

/**
 * Puts one instrument's events into event-time order, holding each until event time has moved on by
 * the allowed lateness. An event older than what was already released is late. The decision depends
 * on the log alone, so batch and stream make the same one: ordered + late = input.
 *
 * <p>With lateness zero an event is released at once, and is late when its time runs backwards.
 */
public final class ReorderBuffer {
  private static final Comparator<MarketEvent> ORDER =
      Comparator.comparingLong(MarketEvent::eventTimeNanos).thenComparingLong(MarketEvent::offset);

  private final long latenessNanos;
  private final PriorityQueue<MarketEvent> waiting = new PriorityQueue<>(ORDER);
  private long newest = Long.MIN_VALUE;
  private long released = Long.MIN_VALUE;

  public ReorderBuffer(long latenessNanos) {
    if (latenessNanos < 0) {
      throw new IllegalArgumentException("lateness " + latenessNanos + " ns must not be negative");
    }
    this.latenessNanos = latenessNanos;
  }

  /**
   * Takes the next event of the log; passes on what is now in order, or the event if it is late.
   */
  public void on(MarketEvent event, Consumer<MarketEvent> ordered, Consumer<MarketEvent> late) {
    long time = event.eventTimeNanos();
    if (time < released) {
      late.accept(event);
      return;
    }
    if (latenessNanos == 0) {
      released = time;
      newest = time;
      ordered.accept(event);
      return;
    }
    newest = Math.max(newest, time);
    waiting.add(event);
    long limit = newest - latenessNanos;
    while (!waiting.isEmpty() && waiting.peek().eventTimeNanos() <= limit) {
      MarketEvent next = waiting.poll();
      released = next.eventTimeNanos();
      ordered.accept(next);
    }
  }

  /** Number of events held back. */
  public int size() {
    return waiting.size();
  }

  public void save(StateWriter out) {
    List<MarketEvent> held = new ArrayList<>(waiting);
    held.sort(ORDER);
    out.putLong(newest).putLong(released).putInt(held.size());
    held.forEach(event -> EventCodec.write(event, out));
  }

  /** Reads what {@link #save} wrote. */
  public static ReorderBuffer load(long latenessNanos, StateReader in) {
    ReorderBuffer buffer = new ReorderBuffer(latenessNanos);
    buffer.newest = in.getLong();
    buffer.released = in.getLong();
    int count = in.getInt();
    for (int i = 0; i < count; i++) {
      buffer.waiting.add(EventCodec.read(in));
    }
    return buffer;
  }
}
