package org.tidemark.features.statistic;

import org.tidemark.features.state.StateException;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;

/**
 * Volume and number of bars in each of the last {@code hours} hours of the UTC grid. A bar belongs
 * to the hour in which its last nanosecond lies. Days of minutes take 12 bytes an hour.
 */
public final class HourlyVolume {
  private static final long HOUR_NANOS = 3_600_000_000_000L;

  private final double[] volumes;
  private final int[] bars;
  private long hour = Long.MIN_VALUE;
  private int newest;

  public HourlyVolume(int hours) {
    if (hours < 1) {
      throw new IllegalArgumentException("hours = " + hours + " must be 1 or more");
    }
    this.volumes = new double[hours];
    this.bars = new int[hours];
  }

  /** Takes a bar in; closing times must not fall. */
  public void add(long closeNanos, double volume) {
    long now = Math.floorDiv(closeNanos - 1, HOUR_NANOS);
    if (hour == Long.MIN_VALUE || now - hour >= volumes.length) {
      hour = now - volumes.length;
    }
    while (hour < now) {
      hour++;
      newest = newest + 1 == volumes.length ? 0 : newest + 1;
      volumes[newest] = 0;
      bars[newest] = 0;
    }
    volumes[newest] += volume;
    bars[newest]++;
  }

  private int slot(int hoursAgo) {
    int slot = newest - hoursAgo;
    return slot < 0 ? slot + volumes.length : slot;
  }

  /** Volume in the hour {@code hoursAgo} before the newest bar's. */
  public double volume(int hoursAgo) {
    return volumes[slot(hoursAgo)];
  }

  /** Number of bars in the hour {@code hoursAgo} before the newest bar's. */
  public int bars(int hoursAgo) {
    return bars[slot(hoursAgo)];
  }

  /** The newest bar's hour, counted from the epoch. */
  public long hour() {
    return hour;
  }

  /** Mean volume of the bars of the last {@code hours} hours; the newest bar is one of them. */
  public double mean(int hours) {
    double sum = 0;
    int count = 0;
    int slot = slot(hours - 1);
    for (int ago = hours - 1; ago >= 0; ago--) {
      sum += volumes[slot];
      count += bars[slot];
      slot = slot + 1 == volumes.length ? 0 : slot + 1;
    }
    return sum / count;
  }

  /** Writes the hours oldest first, so that equal histories give equal bytes. */
  public void save(StateWriter out) {
    out.putLong(hour).putInt(volumes.length);
    for (int ago = volumes.length - 1; ago >= 0; ago--) {
      out.putDouble(volume(ago)).putInt(bars(ago));
    }
  }

  /** Reads what {@link #save} wrote. */
  public static HourlyVolume load(int hours, StateReader in) {
    HourlyVolume loaded = new HourlyVolume(hours);
    loaded.hour = in.getLong();
    int stored = in.getInt();
    if (stored != hours) {
      throw new StateException("a history of " + hours + " hours cannot take " + stored);
    }
    for (int ago = hours - 1; ago >= 0; ago--) {
      loaded.volumes[loaded.slot(ago)] = in.getDouble();
      loaded.bars[loaded.slot(ago)] = in.getInt();
    }
    return loaded;
  }
}
