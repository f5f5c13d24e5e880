package org.tidemark.streaming.source;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
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
  private final Consumer<Map<InstrumentId, Long>> position;
  private long mostBehindNanos;

  /**
   * @param progress told the number of ticks sent, every 100,000 ticks
   */
  public TickReplayer(TickSink sink, Pace pace, LongConsumer progress) {
    this(sink, pace, progress, offsets -> {});
  }

  /**
   * @param progress told the number of ticks sent, every 100,000 ticks
   * @param position told the offset of the last tick of each instrument whenever all ticks up to
   *     there are with the sink for good: where to resume
   */
  public TickReplayer(
      TickSink sink, Pace pace, LongConsumer progress, Consumer<Map<InstrumentId, Long>> position) {
    this.sink = sink;
    this.pace = pace;
    this.progress = progress;
    this.position = position;
  }

  /**
   * What a replay did.
   *
   * @param sent ticks sent
   * @param skipped ticks at or below the offset to resume after
   * @param lastOffsets offset of the last tick sent or skipped, by instrument: where to resume
   * @param firstEventTimeNanos of the first tick sent, or 0 when none was
   * @param lastEventTimeNanos latest of the ticks sent, or 0 when none was
   * @param mostBehindNanos by how much a tick was sent later than its pace asked, at most; 0 when
   *     the pace asks nothing
   */
  public record Summary(
      long sent,
      long skipped,
      Map<InstrumentId, Long> lastOffsets,
      long firstEventTimeNanos,
      long lastEventTimeNanos,
      long mostBehindNanos) {
    public Summary {
      lastOffsets = Map.copyOf(lastOffsets);
    }

    /**
     * Seconds of event time that passed in a second.
     *
     * @param elapsedNanos what the replay took, above 0
     */
    public double speed(long elapsedNanos) {
      if (elapsedNanos <= 0) {
        throw new IllegalArgumentException("elapsed " + elapsedNanos + " ns must be above 0");
      }
      return (double) (lastEventTimeNanos - firstEventTimeNanos) / elapsedNanos;
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
    long newest = Long.MIN_VALUE;
    mostBehindNanos = 0;
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
        await(times, startedAt + (long) ((event.eventTimeNanos() - first) / times.speed()), last);
      }
      sink.send(event);
      last.put(event.instrument(), event.offset());
      newest = Math.max(newest, event.eventTimeNanos());
      sent++;
      if (sent % PROGRESS_EVERY == 0) {
        progress.accept(sent);
        settle(last);
      }
    }
    settle(last);
    return new Summary(sent, skipped, last, first, sent == 0 ? 0 : newest, mostBehindNanos);
  }

  private void settle(Map<InstrumentId, Long> last) {
    sink.flush();
    position.accept(last);
  }

  private void await(Pace.Times times, long due, Map<InstrumentId, Long> last) {
    long left = due - times.nanoClock().getAsLong();
    mostBehindNanos = Math.max(mostBehindNanos, -left);
    if (left > VISIBLE_BEFORE_NANOS) {
      settle(last);
      left = due - times.nanoClock().getAsLong();
    }
    for (; left > 0; left = due - times.nanoClock().getAsLong()) {
      times.park().accept(left);
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("the replay was interrupted; resume after its last offset");
      }
    }
  }
}
