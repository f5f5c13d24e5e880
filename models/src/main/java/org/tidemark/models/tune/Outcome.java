package org.tidemark.models.tune;

/** How one step of a trial ended. */
public sealed interface Outcome {
  /** The step's value, finite. */
  record Scored(double value) implements Outcome {
    public Scored {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "value " + value + " must be finite; record a failure instead, see Outcome.of");
      }
    }
  }

  /** It has no value, for the reason given. */
  record Failed(String reason) implements Outcome {
    public Failed {
      if (reason.isBlank()) {
        throw new IllegalArgumentException("a failure needs a reason; name the exception");
      }
    }
  }

  /** A value, or the failure that NaN and infinity are. */
  static Outcome of(double value) {
    return Double.isFinite(value) ? new Scored(value) : new Failed("value is " + value);
  }

  /** The failure that an exception is. */
  static Outcome of(Exception thrown) {
    return new Failed(thrown.toString());
  }
}
