package org.tidemark.streaming.feature;

import java.util.Optional;
import java.util.OptionalLong;
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
import org.tidemark.market.wire.LeapGuard;

/**
 * One instrument of a live stream: refuses ticks that must not reach the features, feeds the rest
 * to the replay, and leaves its whole state as bytes. A refused tick changes no feature. All
 * decisions follow from the ticks and their arrival times, so a repeated batch makes them again.
 */
final class InstrumentFold {
  private static final int MAGIC = 0x4C495645; // "LIVE"
  private static final int FORMAT = 3;
  private static final long NEVER = Long.MIN_VALUE;

  /**
   * What the first tick taken was fed to; later replays of the ticks taken begin with it.
   *
   * @param savedUntilNanos start of the day that a saved state had reached; empty for a state that
   *     had seen nothing
   * @param snapshot of the replay, just before that tick
   */
  record Origin(OptionalLong savedUntilNanos, byte[] snapshot) {}

  /** Whether a tick has been taken, so that what the replay began with is known elsewhere. */
  private enum Progress {
    UNBEGUN,
    BEGUN
  }

  /** What kind of event the instrument is fed. */
  private enum Diet {
    UNKNOWN,
    TICKS,
    BARS
  }

  private final FeatureSet set;
  private final TickLimits limits;
  private Replay replay;
  private Diet diet = Diet.UNKNOWN;
  private long newest = NEVER;
  private long suspect = NEVER;
  private int witnesses;
  // Until the first tick is taken after a saved state: its day, and refused ticks of another log.
  private long savedUntil = NEVER;
  private int strangers;
  private Progress progress = Progress.UNBEGUN;
  private long originUntil = NEVER;

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
   * Goes on from the state that a batch run saved. Ticks that it has seen are duplicates.
   *
   * @throws StateException if the bytes are of another feature set or format
   */
  static InstrumentFold resume(FeatureSet set, TickLimits limits, SavedStates.Saved saved) {
    InstrumentFold fold = new InstrumentFold(set, limits, restored(set, saved.snapshot()));
    fold.diet = saved.ofBars() ? Diet.BARS : Diet.TICKS;
    fold.newest = saved.untilNanos();
    fold.savedUntil = saved.untilNanos();
    fold.originUntil = saved.untilNanos();
    return fold;
  }

  private static Replay restored(FeatureSet set, byte[] snapshot) {
    try {
      return set.restore(snapshot);
    } catch (StateException e) {
      throw new StateException(e.getMessage() + "; " + REMEDY, e);
    }
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
    if (format < 1 || format > FORMAT) {
      throw new StateException(
          "the stored state has format " + format + ", not one up to " + FORMAT + "; " + REMEDY);
    }
    Diet diet = Diet.values()[in.getInt()];
    long newest = in.getLong();
    long suspect = in.getLong();
    int witnesses = in.getInt();
    InstrumentFold fold = new InstrumentFold(set, limits, restored(set, in.getBytes()));
    fold.diet = diet;
    fold.newest = newest;
    fold.suspect = suspect;
    fold.witnesses = witnesses;
    if (format > 1) {
      fold.savedUntil = in.getLong();
      fold.strangers = in.getInt();
    }
    if (format > 2) {
      fold.progress = Progress.values()[in.getInt()];
      fold.originUntil = in.getLong();
    } else {
      // Of a program that noted no origin: known only where the saved state is still untouched.
      fold.progress = fold.savedUntil == NEVER ? Progress.BEGUN : Progress.UNBEGUN;
      fold.originUntil = fold.savedUntil;
    }
    return fold;
  }

  private static final String REMEDY =
      "start the query under a new name, which begins a new checkpoint, and replay the source";

  /**
   * Takes the next tick; ticks come in offset order.
   *
   * @param rows receives the rows of bars that this tick closes
   * @param begun receives what the replay began with if this is the first tick taken
   * @param refused receives the reason if the tick is refused
   * @return whether the tick was taken; if not, nothing has changed for the features
   */
  boolean on(
      MarketEvent event,
      long arrivalNanos,
      Consumer<FeatureRow> rows,
      Consumer<Origin> begun,
      BiConsumer<Refusal, String> refused) {
    String strange = strange(event);
    if (strange.isEmpty() && event.offset() <= replay.lastOffset()) {
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
    if (strange.isEmpty()) {
      strangers = 0;
    } else if (strangers < limits.witnesses()) {
      strangers++;
      refused.accept(
          Refusal.OTHER_LOG,
          strange
              + "; after "
              + limits.witnesses()
              + " such ticks in a row the instrument begins anew, without its saved state");
      return false;
    } else {
      beginAnew();
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
    savedUntil = NEVER;
    Optional<Origin> origin =
        progress == Progress.UNBEGUN ? Optional.of(origin()) : Optional.empty();
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
    if (!late[0]) {
      progress = Progress.BEGUN;
      origin.ifPresent(begun);
    }
    return !late[0];
  }

  /**
   * The row of the bar in the making as if it closed with the ticks taken; empty when there is
   * none. Nothing changes: no bar is closed, no time moves.
   */
  Optional<FeatureRow> soFar() {
    return replay.soFar();
  }

  private Origin origin() {
    return new Origin(
        originUntil == NEVER ? OptionalLong.empty() : OptionalLong.of(originUntil),
        replay.snapshot());
  }

  /**
   * Why a tick shows that the feed is not the log of the saved state: that state has seen nothing
   * later than its day, so a tick that is later has a higher offset, if both count alike.
   */
  private String strange(MarketEvent event) {
    if (savedUntil == NEVER) {
      return "";
    }
    if (!(event instanceof Heartbeat) && (event instanceof Bar) != (diet == Diet.BARS)) {
      return "the saved state is made of "
          + (diet == Diet.BARS ? "bars" : "ticks")
          + ", which this is not";
    }
    if (event.offset() <= replay.lastOffset() && event.eventTimeNanos() > savedUntil) {
      return "offset "
          + event.offset()
          + " is not above "
          + replay.lastOffset()
          + ", the last one of the saved state, though event time "
          + event.eventTimeNanos()
          + " ns is after all that it has seen: feed and archive count offsets differently";
    }
    return "";
  }

  private void beginAnew() {
    replay = set.start();
    diet = Diet.UNKNOWN;
    newest = NEVER;
    suspect = NEVER;
    witnesses = 0;
    savedUntil = NEVER;
    strangers = 0;
    originUntil = NEVER;
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
    LeapGuard guard = new LeapGuard(limits.leap(), limits.witnesses(), newest, suspect, witnesses);
    boolean doubted = guard.doubts(time);
    suspect = guard.suspect();
    witnesses = guard.witnesses();
    return doubted;
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
        .putLong(savedUntil)
        .putInt(strangers)
        .putInt(progress.ordinal())
        .putLong(originUntil)
        .toBytes();
  }
}
