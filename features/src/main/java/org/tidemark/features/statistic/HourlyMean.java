package org.tidemark.features.statistic;

/**
 * Mean volume of the bars of the last hours. What came before the current hour is summed once an
 * hour, oldest first, and then the current hour is added: the order of {@link HourlyVolume#mean}.
 */
public final class HourlyMean {
  private final HourlyVolume hours;
  private final int count;
  private long hour = Long.MIN_VALUE;
  private double volumeBefore;
  private int barsBefore;

  public HourlyMean(HourlyVolume hours, int count) {
    this.hours = hours;
    this.count = count;
  }

  /** The mean now; there must be a bar. */
  public double value() {
    if (hours.hour() != hour) {
      hour = hours.hour();
      volumeBefore = 0;
      barsBefore = 0;
      for (int ago = count - 1; ago >= 1; ago--) {
        volumeBefore += hours.volume(ago);
        barsBefore += hours.bars(ago);
      }
    }
    return (volumeBefore + hours.volume(0)) / (barsBefore + hours.bars(0));
  }
}
