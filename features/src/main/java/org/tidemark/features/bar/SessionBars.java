package org.tidemark.features.bar;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.market.Bar;
import org.tidemark.market.MarketEvent;
import org.tidemark.market.Trade;
import org.tidemark.market.session.Calendar;
import org.tidemark.market.session.Session;

/**
 * Bars of a fixed length that begin anew at each session's open and are cut at its close, half days
 * and daylight saving included: the last bar of a session is shorter when the length does not
 * divide it. Trades out of session are in no bar. As with {@link TimeBars}, a bar closes when the
 * first event at or after its end arrives, in session or not, and a span without a trade makes no
 * bar. A time that runs back counts as one in the open bar, or as the end of the last if none is
 * open.
 *
 * @param calendar whose sessions are cut
 * @param length of a bar, whole seconds from one second to one day
 */
public record SessionBars(Calendar calendar, Duration length)
    implements TradeBars<SessionBars.State> {
  /** The open bar and its span, and the session last looked up. */
  public static final class State {
    private OpenBar bar = new OpenBar();
    private long from;
    private long end;
    // Found anew after loading: it follows from the calendar.
    private Optional<Session> session = Optional.empty();

    State() {}
  }

  public SessionBars {
    if (length.compareTo(Duration.ofSeconds(1)) < 0
        || length.compareTo(Duration.ofDays(1)) > 0
        || length.getNano() != 0) {
      throw new IllegalArgumentException(
          "bar length " + length + " must be whole seconds from 1 s to 1 day");
    }
  }

  @Override
  public String id() {
    return "session-" + calendar.id() + "-" + length.toSeconds() + "s";
  }

  @Override
  public State initial() {
    return new State();
  }

  @Override
  public void update(State state, MarketEvent event, Consumer<Bar> closed) {
    refuseBar(event);
    long time = Math.max(event.eventTimeNanos(), state.bar.lastEndNanos());
    if (!state.bar.isEmpty() && time >= state.end) {
      closed.accept(state.bar.close(state.from, state.end));
    }
    if (event instanceof Trade trade && isOpen(state, time)) {
      if (state.bar.isEmpty()) {
        open(state, time);
      }
      state.bar.add(trade);
    }
  }

  /** Whether the time is in session. */
  private boolean isOpen(State state, long time) {
    if (state.session.isEmpty() || !state.session.get().contains(time)) {
      state.session = calendar.at(time);
    }
    return state.session.isPresent();
  }

  /** Finds the span that the time lies in. */
  private void open(State state, long time) {
    Session session = state.session.orElseThrow();
    long past = (time - session.openNanos()) / length.toNanos() * length.toNanos();
    state.from = session.openNanos() + past;
    state.end = Math.min(state.from + length.toNanos(), session.closeNanos());
  }

  @Override
  public Optional<Bar> soFar(State state) {
    return state.bar.isEmpty()
        ? Optional.empty()
        : Optional.of(state.bar.soFar(state.from, state.end));
  }

  @Override
  public void save(State state, StateWriter out) {
    state.bar.save(out);
    if (!state.bar.isEmpty()) {
      out.putLong(state.from).putLong(state.end);
    }
  }

  @Override
  public State load(StateReader in) {
    State state = new State();
    state.bar = OpenBar.load(in);
    if (!state.bar.isEmpty()) {
      state.from = in.getLong();
      state.end = in.getLong();
    }
    return state;
  }
}
