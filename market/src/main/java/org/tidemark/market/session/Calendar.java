package org.tidemark.market.session;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which dates have a session, and when it opens and closes. A date has at most one session, and a
 * session lies within its date in the market's zone. Instants are nanoseconds since the Unix epoch,
 * UTC.
 */
public sealed interface Calendar extends Serializable permits Continuous, NewYork {
  /** The name that {@link #named} reads back. */
  String id();

  /** The zone that dates are of. */
  ZoneId zone();

  /** The session of a date; empty on a day without trading. */
  Optional<Session> session(LocalDate date);

  /** The session that the instant lies in; empty out of session. */
  default Optional<Session> at(long timeNanos) {
    return session(localDate(timeNanos)).filter(s -> s.contains(timeNanos));
  }

  /** Whether the market trades at the instant. */
  default boolean isOpen(long timeNanos) {
    return at(timeNanos).isPresent();
  }

  /** The first session that opens after the instant. */
  default Session next(long timeNanos) {
    for (LocalDate date = localDate(timeNanos); ; date = date.plusDays(1)) {
      Optional<Session> session = session(date).filter(s -> s.openNanos() > timeNanos);
      if (session.isPresent()) {
        return session.get();
      }
    }
  }

  /** The session that the instant lies in or, out of session, the next one. */
  default Session atOrNext(long timeNanos) {
    return at(timeNanos).orElseGet(() -> next(timeNanos));
  }

  /**
   * The session date of an instant: that of its session or, out of session, of the next one, when
   * what has happened in between is first traded on.
   */
  default LocalDate dateOf(long timeNanos) {
    return atOrNext(timeNanos).date();
  }

  private LocalDate localDate(long timeNanos) {
    long second = Math.floorDiv(timeNanos, 1_000_000_000L);
    return Instant.ofEpochSecond(second).atZone(zone()).toLocalDate();
  }

  /** The calendar of an id: {@code continuous} or {@code nyse}. */
  static Calendar named(String id) {
    return switch (id) {
      case Continuous.ID -> new Continuous();
      case NewYork.ID -> new NewYork();
      default ->
          throw new IllegalArgumentException(
              "no calendar is named '" + id + "'; known: " + Continuous.ID + ", " + NewYork.ID);
    };
  }
}
