package org.tidemark.features.calendar;

import java.time.Duration;
import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;

/**
 * The minute of the UTC day at which the bar closes, as a point on a circle.
 *
 * <p>Formula: sin and cos of 2 pi m / 1440, m the whole minutes since 00:00 UTC at the bar's close
 * (a bar that closes at midnight has m = 0). Unit: sine, cosine. Zero division: none. Source:
 * definition. Memory, readiness and a worked example: {@link #memory}, {@link #doc}.
 */
public record MinuteOfDay() implements CalendarFeature {
  private static final int MINUTES = 1_440;
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  @Override
  public FeatureId id() {
    return new FeatureId("minute_of_day_utc", 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        new Output("minute_of_day_utc_sin", "sine", "sine of the minute of the UTC day"),
        new Output("minute_of_day_utc_cos", "cosine", "cosine of the minute of the UTC day"));
  }

  @Override
  public FeatureDoc doc() {
    double angle = 2 * StrictMath.PI * 60 / MINUTES;
    return new FeatureDoc(
        List.of("issue 3", "issue 3"),
        "sin and cos of 2 pi m / 1440, m the whole minutes since 00:00 UTC at the bar's close",
        "none",
        "definition",
        Warmup.bars(1),
        Example.prices(
            List.of(Example.flat(60, 100)),
            "the first bar opens at midnight, so the 60th closes at 01:00: 15 degrees",
            StrictMath.sin(angle),
            StrictMath.cos(angle)));
  }

  @Override
  public double turn(long closeNanos) {
    return Math.floorMod(Math.floorDiv(closeNanos, MINUTE_NANOS), (long) MINUTES)
        / (double) MINUTES;
  }
}
