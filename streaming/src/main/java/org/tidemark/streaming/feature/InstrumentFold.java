package org.tidemark.streaming.feature;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.Replay;
import org.tidemark.features.bar.TimeBars;
import org.tidemark.features.bar.TradeBars;
import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.Heartbeat;
import org.tidemark.market.MarketEvent;

/**
 * One instrument of a live stream: refuses ticks that must not reach the features, feeds the rest
 * to the replay, and leaves its whole state as bytes. A refused tick changes no feature. All
 * decisions follow from the ticks and their arrival times, so a repeated batch makes them again.
 */
final class InstrumentFold {
  private static final int MAGIC = 0x4C495645; // "LIVE"
  private static final int FORMAT = 1;

  /** What kind of event the instrument is fed. */
  private enum Diet {
    UNKNOWN,
    TICKS,
    BARS
  }

  private final FeatureSet set;
  private final TickLimits limits;
  private final Replay replay;
  private Diet diet = Diet.UNKNOWN;
  private long newest = Long.MIN_VALUE;
  private long suspect = Long.MIN_VALUE;
  private int witnesses;

  private InstrumentFold(FeatureSet set, TickLimits limits, Replay replay) {
    this.set = set;
    this.limits = limits;
    this.replay = replay;
  }

  /** A fold that has seen nothing. */
  static InstrumentFold start(FeatureSet set, TickLimits limits) {
    return new InstrumentFold(set, limits, set.start());
  }

  /**
   * Goes on from {@link #snapshot()}.
   *
   * @throws StateException if the bytes are of another feature set or format
   */
  static InstrumentFold restore(FeatureSet set, TickLimits limits, byte[] snapshot) {
    StateReader in = new StateReader(snapshot);
    if (in.getInt() != MAGIC) {
      throw new StateException("the stored state is not that of a live instrument; " + REMEDY);
    }
    int format = in.getInt();
    if (format != FORMAT) {
      throw new StateException(
          "the stored state has format " + format + ", not the known " + FORMAT + "; " + REMEDY);
    }
    Diet diet = Diet.values()[in.getInt()];
    long newest = in.getLong();
    long suspect = in.getLong();
    int witnesses = in.getInt();
    InstrumentFold fold;
    try {
      fold = new InstrumentFold(set, limits, set.restore(in.getBytes()));
    } catch (StateException e) {
      throw new StateException(e.getMessage() + "; " + REMEDY, e);
    }
    fold.diet = diet;
    fold.newest = newest;
    fold.suspect = suspect;
    fold.witnesses = witnesses;
    return fold;
  }

  private static final String REMEDY =
      "start the query under a new name, which begins a new checkpoint, and replay the source";

  /**
   * Takes the next tick; ticks come in offset order.
   *
   * @param rows receives the rows of bars that this tick closes
   * @param refused receives the reason if the tick is refused
   * @return whether the tick was taken; if not, nothing has changed for the features
   */
  boolean on(
      MarketEvent event,
      long arrivalNanos,
      Consumer<FeatureRow> rows,
      BiConsumer<Refusal, String> refused) {
    if (event.offset() <= replay.lastOffset()) {
      refused.accept(
          Refusal.DUPLICATE,
          "offset "
              + event.offset()
              + " does not rise above "
              + replay.lastOffset()
              + ", the last one taken; offsets of an instrument must rise in the log");
      return false;
    }
    long time = event.eventTimeNanos();
    if (time < 0) {
      refused.accept(
          Refusal.BEFORE_EPOCH, "event time " + time + " ns is before 1970; mend the feed's clock");
      return false;
    }
    if (time > arrivalNanos + limits.aheadOfArrival().toNanos()) {
      refused.accept(
          Refusal.FAR_FUTURE,
          "event time "
              + time
              + " ns is more than "
              + limits.aheadOfArrival()
              + " after its arrival at "
              + arrivalNanos
              + " ns; mend the feed's clock");
      return false;
    }
    String wrong = wrongBar(event);
    if (!wrong.isEmpty()) {
      refused.accept(Refusal.WRONG_BAR, wrong);
      return false;
    }
    if (leaps(time)) {
      refused.accept(
          Refusal.FAR_FUTURE,
          "event time "
              + time
              + " ns is more than "
              + limits.leap()
              + " after "
              + newest
              + " ns, the newest so far; believed after "
              + limits.witnesses()
              + " such ticks in a row");
      return false;
    }
    if (!(event instanceof Heartbeat)) {
      diet = event instanceof Bar ? Diet.BARS : Diet.TICKS;
    }
    newest = Math.max(newest, time);
    boolean[] late = new boolean[1];
    replay.on(event, rows, tick -> late[0] = true);
    if (late[0]) {
      refused.accept(
          Refusal.TOO_LATE,
          "event time "
              + time
              + " ns is older than what was released; the newest is "
              + newest
              + " ns and the allowed lateness "
              + set.lateness());
    }
    return !late[0];
  }

  private String wrongBar(MarketEvent event) {
    if (event instanceof Bar bar) {
      if (set.sampler() instanceof TradeBars<?> bars) {
        return "a vendor bar; feature set " + set.name() + " samples trades at " + bars.id();
      }
      if (set.sampler() instanceof TimeBars bars
          && bar.durationNanos() != bars.length().toNanos()) {
        return "a bar of "
            + bar.durationNanos()
            + " ns; feature set "
            + set.name()
            + " takes bars of "
            + bars.length().toNanos()
            + " ns";
      }
      return diet == Diet.TICKS ? "a bar of an instrument that is fed ticks" : "";
    }
    return diet == Diet.BARS && !(event instanceof Heartbeat)
        ? "a tick of an instrument that is fed bars"
        : "";
  }

  /** Whether a time must be doubted; counts witnesses of a new time and forgets them otherwise. */
  private boolean leaps(long time) {
    long leap = limits.leap().toNanos();
    if (newest == Long.MIN_VALUE || time - newest <= leap) {
      witnesses = 0;
      return false;
    }
    if (witnesses > 0 && Math.abs(time - suspect) <= leap) {
      if (witnesses >= limits.witnesses()) {
        witnesses = 0;
        return false;
      }
      witnesses++;
    } else {
      witnesses = 1;
    }
    suspect = time;
    return true;
  }

  /** Everything needed to go on later. */
  byte[] snapshot() {
    return new StateWriter()
        .putInt(MAGIC)
        .putInt(FORMAT)
        .putInt(diet.ordinal())
        .putLong(newest)
        .putLong(suspect)
        .putInt(witnesses)
        .putBytes(replay.snapshot())
        .toBytes();
  }
}
