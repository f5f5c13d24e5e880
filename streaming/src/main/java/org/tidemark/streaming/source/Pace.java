package org.tidemark.streaming.source;

import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** How fast recorded time passes in a replay. */
public sealed interface Pace {
  /** As fast as the sink takes ticks. */
  record Unlimited() implements Pace {}

  /**
   * {@code speed} seconds of event time pass in one second.
   *
   * @param speed above 0, finite
   * @param nanoClock a clock that only rises, in nanoseconds, for example {@code System::nanoTime}
   * @param park waits for about so many nanoseconds of that clock, or less, for example {@code
   *     LockSupport::parkNanos}
   */
  record Times(double speed, LongSupplier nanoClock, LongConsumer park) implements Pace {
    public Times {
      if (!(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "speed " + speed + " must be finite and above 0; 0 means as fast as possible");
      }
    }
  }

  /** The pace for a speed as a user gives it: 0 is unlimited. */
  static Pace of(double speed, LongSupplier nanoClock, LongConsumer park) {
    return speed == 0 ? new Unlimited() : new Times(speed, nanoClock, park);
  }
}
