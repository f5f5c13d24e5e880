package org.tidemark.features.volume;

import java.time.Duration;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.HourlyMean;
import org.tidemark.features.statistic.HourlyVolume;
import org.tidemark.market.Bar;

/** Hours of volume, and when the first and the last bar closed. */
public final class HoursSeen {
  private final HourlyVolume hours;
  private long firstNanos = Long.MAX_VALUE;
  private long lastNanos;

  private HoursSeen(HourlyVolume hours) {
    this.hours = hours;
  }

  static HoursSeen of(int hours) {
    return new HoursSeen(new HourlyVolume(hours));
  }

  void add(Bar bar) {
    firstNanos = Math.min(firstNanos, bar.eventTimeNanos());
    lastNanos = bar.eventTimeNanos();
    hours.add(bar.eventTimeNanos(), bar.volume());
  }

  /** Whether that much time has passed since the first bar. */
  boolean span(Duration duration) {
    return lastNanos - duration.toNanos() >= firstNanos;
  }

  HourlyVolume hours() {
    return hours;
  }

  /** The mean volume of the bars of the last {@code count} hours, kept up as bars come in. */
  HourlyMean mean(int count) {
    return new HourlyMean(hours, count);
  }

  void save(StateWriter out) {
    out.putLong(firstNanos).putLong(lastNanos);
    hours.save(out);
  }

  static HoursSeen load(int hours, StateReader in) {
    long first = in.getLong();
    long last = in.getLong();
    HoursSeen seen = new HoursSeen(HourlyVolume.load(hours, in));
    seen.firstNanos = first;
    seen.lastNanos = last;
    return seen;
  }
}
