package org.tidemark.streaming.source;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.tidemark.market.InstrumentId;
import org.tidemark.market.MarketEvent;

/** Sends recorded events to a live source, at a multiple of the speed they happened. */
public final class TickReplayer {
  /** A wait longer than this makes what was sent visible first. */
  private static final long VISIBLE_BEFORE_NANOS = 20_000_000L;

  private static final long PROGRESS_EVERY = 100_000;

  private final TickSink sink;
  private final Pace pace;
  private final LongConsumer progress;

  /**
   * @param progress told the number of ticks sent, every 100,000 ticks
   */
  public TickReplayer(TickSink sink, Pace pace, LongConsumer progress) {
    this.sink = sink;
    this.pace = pace;
    this.progress = progress;
  }

  /**
   * What a replay did.
   *
   * @param sent ticks sent
   * @param skipped ticks at or below the offset to resume after
   * @param lastOffsets offset of the last tick sent or skipped, by instrument: where to resume
   * @param firstEventTimeNanos of the first tick sent, or 0 when none was
   * @param lastEventTimeNanos of the last tick sent, or 0 when none was
   */
  public record Summary(
      long sent,
      long skipped,
      Map<InstrumentId, Long> lastOffsets,
      long firstEventTimeNanos,
      long lastEventTimeNanos) {
    public Summary {
      lastOffsets = Map.copyOf(lastOffsets);
    }
  }

  /** Sends all events, then flushes. */
  public Summary replay(Iterator<? extends MarketEvent> events) {
    return replay(events, Map.of());
  }

  /**
   * Sends the events above the given offset of their instrument, then flushes.
   *
   * @param events in the order they are to be sent; by event time if the pace is limited
   * @param after offsets not to send again, for example {@link Summary#lastOffsets()}
   */
  public Summary replay(Iterator<? extends MarketEvent> events, Map<InstrumentId, Long> after) {
    Map<InstrumentId, Long> last = new HashMap<>(after);
    long sent = 0;
    long skipped = 0;
    long first = 0;
    long newest = 0;
    long startedAt = pace instanceof Pace.Times times ? times.nanoClock().getAsLong() : 0;
    while (events.hasNext()) {
      MarketEvent event = events.next();
      if (event.offset() <= after.getOrDefault(event.instrument(), -1L)) {
        skipped++;
        continue;
      }
      if (sent == 0) {
        first = event.eventTimeNanos();
      }
      if (pace instanceof Pace.Times times) {
        await(times, startedAt + (long) ((event.eventTimeNanos() - first) / times.speed()));
      }
      sink.send(event);
      last.put(event.instrument(), event.offset());
      newest = event.eventTimeNanos();
      sent++;
      if (sent % PROGRESS_EVERY == 0) {
        progress.accept(sent);
      }
    }
    sink.flush();
    return new Summary(sent, skipped, last, first, newest);
  }

  private void await(Pace.Times times, long due) {
    long left = due - times.nanoClock().getAsLong();
    if (left > VISIBLE_BEFORE_NANOS) {
      sink.flush();
    }
    for (; left > 0; left = due - times.nanoClock().getAsLong()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("the replay was interrupted; resume after its last offset");
      }
    }
  }
}
