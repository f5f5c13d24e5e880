package org.tidemark.features.calendar;

import java.time.Duration;
import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;

/**
 * The day of the week, UTC, on which the bar closes, as a point on a circle.
 *
 * <p>Formula: sin and cos of 2 pi d / 7, d the days since Monday at the bar's close (a bar that
 * closes at midnight belongs to the new day). Unit: sine, cosine. Zero division: none. Source:
 * definition; 1970-01-01 was a Thursday. Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}.
 */
public record DayOfWeek() implements CalendarFeature {
  private static final int DAYS = 7;
  private static final int DAYS_TO_THURSDAY = 3;
  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  @Override
  public FeatureId id() {
    return new FeatureId("day_of_week_utc", 1);
  }

  @Override
  public List<Output> outputs() {
    return List.of(
        new Output("day_of_week_utc_sin", "sine", "sine of the day of the week, UTC"),
        new Output("day_of_week_utc_cos", "cosine", "cosine of the day of the week, UTC"));
  }

  @Override
  public FeatureDoc doc() {
    double angle = 2 * StrictMath.PI * DAYS_TO_THURSDAY / DAYS;
    return new FeatureDoc(
        List.of("issue 3", "issue 3"),
        "sin and cos of 2 pi d / 7, d the days since Monday, UTC, at the bar's close",
        "none",
        "definition",
        Warmup.bars(1),
        Example.prices(
            List.of(Example.flat(1, 100)),
            "the first bar is of 1970-01-01, a Thursday: d = 3",
            StrictMath.sin(angle),
            StrictMath.cos(angle)));
  }

  @Override
  public double turn(long closeNanos) {
    return Math.floorMod(Math.floorDiv(closeNanos, DAY_NANOS) + DAYS_TO_THURSDAY, (long) DAYS)
        / (double) DAYS;
  }
}
