package org.tidemark.features.volume;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.HourlyMean;
import org.tidemark.market.Bar;

/**
 * V04: mean volume of the last day's bars over that of the last days.
 *
 * <p>Formula: (V of the last 24 hours / bars in them) / (V of the last 24 days hours / bars in
 * them), hours of the UTC grid, the current one included. Unit: ratio. Zero division: days without
 * volume give 1. Source: Achelis 2001, Technical Analysis from A to Z, volume oscillator, as a
 * ratio; counted in hours of the grid so that its state stays small. Memory, readiness and a worked
 * example: {@link #memory}, {@link #doc}. NaN only while not ready. Until that many days have
 * passed, the long window is what there is, so that it is ready after one day.
 *
 * @param days length of the long window
 */
public record DailyVolumeRatio(int days) implements BarFeature<DailyVolumeRatio.State> {
  private static final int DAY = 24;

  /** Hours of volume, and the means of the last day and of all of them. */
  public static final class State {
    private final HoursSeen seen;
    private final HourlyMean day;
    private final HourlyMean whole;

    State(HoursSeen seen, int days) {
      this.seen = seen;
      this.day = seen.mean(DAY);
      this.whole = seen.mean(DAY * days);
    }
  }

  public DailyVolumeRatio {
    if (days < 2) {
      throw new IllegalArgumentException("days = " + days + " must be 2 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "volume_ratio_1d_" + days + "d",
        "ratio",
        "mean volume of the bars of the last day over that of the last " + days + " days");
  }

  @Override
  public Memory memory() {
    return Memory.span(Duration.ofDays(days));
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V04",
        "(V of the last 24 hours / bars in them) / (V of the last 24 days hours / bars in them),"
            + " hours of the UTC grid, the current one included; until so many days have passed"
            + " the long window is what there is",
        "days without volume give 1",
        "Achelis 2001, Technical Analysis from A to Z, volume oscillator, as a ratio; counted in"
            + " hours of the grid so that its state stays small",
        Warmup.span(Duration.ofDays(1)),
        example());
  }

  @Override
  public State initial() {
    return new State(HoursSeen.of(DAY * days), days);
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.seen.add(bar);
  }

  @Override
  public double value(State state) {
    if (!state.seen.span(Duration.ofDays(1))) {
      return Double.NaN;
    }
    double whole = state.whole.value();
    return whole > 0 ? state.day.value() / whole : 1;
  }

  @Override
  public void save(State state, StateWriter out) {
    state.seen.save(out);
  }

  @Override
  public State load(StateReader in) {
    return new State(HoursSeen.load(DAY * days, in), days);
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(1440, new Example.Ohlcv(100, 100, 100, 100, 1)));
    given.add(new Example.Ohlcv(100, 100, 100, 100, 1440));
    return Example.bars(
        given,
        "from midnight 1440 bars with volume 1, then one with volume 1440",
        "the first hour has left the day: (2820 / 1381) / (2880 / 1441)",
        2820.0 / 1381 / (2880.0 / 1441));
  }
}
