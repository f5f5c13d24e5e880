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
import org.tidemark.market.Bar;

/**
 * V12: volume of this hour of the day over that of the same hour of the days before.
 *
 * <p>Formula: (V of the current UTC hour so far / its bars) / (V of that hour of the day on the
 * last days / its bars there). Unit: ratio. Zero division: no bar or no volume in those hours gives
 * 1. Source: relative volume by time of day, as in Bialkowski, Darolles, Le Fol 2008, Journal of
 * Banking and Finance 32(9), with the plain mean of the days before as the usual volume. Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param days how many days before count
 */
public record RelativeVolume(int days) implements BarFeature<HoursSeen> {
  private static final int DAY = 24;

  public RelativeVolume {
    if (days < 1) {
      throw new IllegalArgumentException("days = " + days + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "relative_volume_" + days + "d",
        "ratio",
        "mean volume of this hour's bars over that of the same hour on the last " + days + " days");
  }

  @Override
  public Memory memory() {
    return Memory.span(Duration.ofHours(span()));
  }

  private int span() {
    return DAY * days + 1;
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "V12",
        "(V of the current UTC hour so far / its bars) / (V of that hour of the day on the last"
            + " days / its bars there)",
        "no bar or no volume in those hours gives 1",
        "relative volume by time of day, as in Bialkowski, Darolles, Le Fol 2008, Journal of"
            + " Banking and Finance 32(9), with the plain mean of the days before as the usual"
            + " volume",
        Warmup.span(Duration.ofDays(1)),
        example());
  }

  @Override
  public HoursSeen initial() {
    return HoursSeen.of(span());
  }

  @Override
  public void onBar(HoursSeen state, Bar bar) {
    state.add(bar);
  }

  @Override
  public double value(HoursSeen state) {
    if (!state.span(Duration.ofDays(1))) {
      return Double.NaN;
    }
    double usual = 0;
    int bars = 0;
    for (int day = days; day >= 1; day--) {
      usual += state.hours().volume(DAY * day);
      bars += state.hours().bars(DAY * day);
    }
    return usual > 0 ? state.hours().mean(1) / (usual / bars) : 1;
  }

  @Override
  public void save(HoursSeen state, StateWriter out) {
    state.save(out);
  }

  @Override
  public HoursSeen load(StateReader in) {
    return HoursSeen.load(span(), in);
  }

  private Example example() {
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(60, new Example.Ohlcv(100, 100, 100, 100, 2)));
    given.addAll(Collections.nCopies(1380, new Example.Ohlcv(100, 100, 100, 100, 9)));
    given.add(new Example.Ohlcv(100, 100, 100, 100, 3));
    return Example.bars(
        given,
        "from midnight 60 bars with volume 2, 1380 with volume 9, then one with volume 3",
        "3 in this hour over 2 in the same hour a day before",
        1.5);
  }
}
