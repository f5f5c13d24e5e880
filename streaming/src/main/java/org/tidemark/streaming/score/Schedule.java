package org.tidemark.streaming.score;

import java.time.Duration;
import org.apache.spark.sql.streaming.Trigger;

/** When micro-batches run. */
public sealed interface Schedule {
  /** Takes in what is there when the query starts, in bounded batches, and ends. */
  record UntilIdle() implements Schedule {
    @Override
    public Trigger trigger() {
      return Trigger.AvailableNow();
    }
  }

  /**
   * Runs on, beginning a batch at most once in an interval.
   *
   * @param interval 0 begins the next batch at once
   */
  record Every(Duration interval) implements Schedule {
    public Every {
      if (interval.isNegative()) {
        throw new IllegalArgumentException("interval " + interval + " must not be negative");
      }
    }

    @Override
    public Trigger trigger() {
      return Trigger.ProcessingTime(interval.toMillis());
    }
  }

  /** The same for Spark. */
  Trigger trigger();
}
