package org.tidemark.market.session;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** A market that never closes: each UTC day is a session, from midnight to midnight. */
public record Continuous() implements Calendar {
  static final String ID = "continuous";

  private static final long DAY_NANOS = 86_400_000_000_000L;

  @Override
  public String id() {
    return ID;
  }

  @Override
  public ZoneId zone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Optional<Session> session(LocalDate date) {
    long open = Math.multiplyExact(date.toEpochDay(), DAY_NANOS);
    return Optional.of(new Session(date, open, open + DAY_NANOS, Session.Kind.FULL));
  }
}
