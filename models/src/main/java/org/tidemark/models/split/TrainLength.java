package org.tidemark.models.split;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/** How long a training window is (rolling) or how long the first one is (anchored). */
public sealed interface TrainLength {
  /** A share of the whole timeline, above 0 and below 1. */
  record Share(double share) implements TrainLength {
    public Share {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("train share " + share + " must be between 0 and 1");
      }
    }

    @Override
    public long nanos(Timeline timeline) {
      return Math.max(1, (long) (share * timeline.lengthNanos()));
    }

    @Override
    public String id() {
      return new BigDecimal(Double.toString(share)).toPlainString();
    }
  }

  /** A fixed length of time, above 0. */
  record Span(Duration length) implements TrainLength {
    public Span {
      if (length.isZero() || length.isNegative()) {
        throw new IllegalArgumentException("train length " + length + " must be above 0");
      }
    }

    @Override
    public long nanos(Timeline timeline) {
      return length.toNanos();
    }

    @Override
    public String id() {
      return length.toString();
    }
  }

  /** Nanoseconds on this timeline. */
  long nanos(Timeline timeline);

  /** {@code 0.4} or {@code PT720H}; {@link #parse} reads it back. */
  String id();

  /** Reads a share such as {@code 0.4} or an ISO-8601 duration such as {@code P90D}. */
  static TrainLength parse(String text) {
    try {
      return text.startsWith("P")
          ? new Span(Duration.parse(text))
          : new Share(Double.parseDouble(text));
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new IllegalArgumentException(
          "train = '" + text + "' must be a share such as 0.4 or a duration such as P90D", e);
    }
  }
}
