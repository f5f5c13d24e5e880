package org.tidemark.features.flow;

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
import org.tidemark.features.statistic.NormalDistribution;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/**
 * Volume-synchronised probability of informed trading: one-sidedness of the last volume buckets,
 * from bars.
 *
 * <p>Formula: a bar's volume is bought to the share N((C[0] - C[1]) / s), N the normal distribution
 * function and s the sample standard deviation of the last bars changes of the close (bulk volume
 * classification; s = 0: one half). Volume is poured into buckets; a bucket takes barsPerBucket
 * times the mean volume of the last bars bars as they were when its first volume came. Value: sum
 * of |bought - sold| over sum of sizes of the last buckets complete buckets, of fewer while there
 * are fewer. Unit: fraction. Zero division: no complete bucket: 0. Source: Easley, Lopez de Prado,
 * O'Hara 2012, Review of Financial Studies 25(5), with buckets that follow the volume of the last
 * bars in place of a fiftieth of a day's. Memory, readiness and a worked example: {@link #memory},
 * {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window of changes and volumes
 * @param barsPerBucket size of a bucket in mean bars
 * @param buckets number of buckets in the value
 */
public record Vpin(int bars, int barsPerBucket, int buckets) implements BarFeature<Vpin.State> {
  /** The windows, the bucket being filled, and the complete ones. */
  public static final class State {
    private final Window changes;
    private final Window volumes;
    private final Window imbalances;
    private final Window sizes;
    private double close = Double.NaN;
    private double size;
    private double filled;
    private double bought;

    State(Window changes, Window volumes, Window imbalances, Window sizes) {
      this.changes = changes;
      this.volumes = volumes;
      this.imbalances = imbalances;
      this.sizes = sizes;
    }

    /** Pours volume in, of which {@code net} is the share bought less the share sold. */
    private void pour(double volume, double net, int barsPerBucket) {
      double left = volume;
      while (left > 0) {
        if (size == 0) {
          size = barsPerBucket * (volumes.sum() / volumes.size());
        }
        double room = size - filled;
        if (left < room) {
          filled += left;
          bought += net * left;
          return;
        }
        imbalances.add(Math.abs(bought + net * room));
        sizes.add(size);
        left -= room;
        size = 0;
        filled = 0;
        bought = 0;
      }
    }
  }

  public Vpin {
    if (bars < 2 || barsPerBucket < 1 || buckets < 1) {
      throw new IllegalArgumentException(
          "bars = "
              + bars
              + ", barsPerBucket = "
              + barsPerBucket
              + ", buckets = "
              + buckets
              + " must be at least 2, 1 and 1");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "vpin_" + barsPerBucket + "_" + buckets,
        "fraction",
        "one-sidedness of the last " + buckets + " volume buckets");
  }

  @Override
  public Memory memory() {
    return Memory.unbounded();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "issue 3",
        "a bar's volume is bought to the share N((C[0] - C[1]) / s), N the normal distribution"
            + " function, s the sample standard deviation of the last bars changes of the close (s ="
            + " 0: one half); volume fills buckets of barsPerBucket times the mean volume of the"
            + " last bars bars when the bucket begins; sum of |bought - sold| over sum of sizes of"
            + " the last buckets complete buckets, of fewer while there are fewer",
        "no complete bucket: 0",
        "Easley, Lopez de Prado, O'Hara 2012, Review of Financial Studies 25(5); buckets follow the"
            + " volume of the last bars, not a fiftieth of a day's",
        Warmup.bars(bars + 1),
        example());
  }

  @Override
  public State initial() {
    return new State(new Window(bars), new Window(bars), new Window(buckets), new Window(buckets));
  }

  @Override
  public void onBar(State state, Bar bar) {
    state.volumes.add(bar.volume());
    if (!Double.isNaN(state.close)) {
      state.changes.add(bar.close() - state.close);
    }
    state.close = bar.close();
    if (state.changes.isFull()) {
      double deviation = state.changes.sampleDeviation();
      double score = deviation == 0 ? 0 : state.changes.newest() / deviation;
      state.pour(bar.volume(), 2 * NormalDistribution.below(score) - 1, barsPerBucket);
    }
  }

  @Override
  public double value(State state) {
    if (!state.changes.isFull()) {
      return Double.NaN;
    }
    return state.sizes.size() == 0 ? 0 : state.imbalances.sum() / state.sizes.sum();
  }

  @Override
  public void save(State state, StateWriter out) {
    out.putDouble(state.close).putDouble(state.size).putDouble(state.filled);
    out.putDouble(state.bought);
    state.changes.save(out);
    state.volumes.save(out);
    state.imbalances.save(out);
    state.sizes.save(out);
  }

  @Override
  public State load(StateReader in) {
    double close = in.getDouble();
    double size = in.getDouble();
    double filled = in.getDouble();
    double bought = in.getDouble();
    State state =
        new State(
            Window.load(bars, in),
            Window.load(bars, in),
            Window.load(buckets, in),
            Window.load(buckets, in));
    state.close = close;
    state.size = size;
    state.filled = filled;
    state.bought = bought;
    return state;
  }

  private Example example() {
    int volume = 2 * barsPerBucket - 1;
    List<Example.Ohlcv> given =
        new ArrayList<>(Collections.nCopies(bars + 1, new Example.Ohlcv(100, 100, 100, 100, 1)));
    given.add(new Example.Ohlcv(110, 110, 110, 110, volume));
    double net = 2 * NormalDistribution.below(StrictMath.sqrt(bars)) - 1;
    return Example.bars(
        given,
        (bars + 1) + " bars at price 100 with volume 1, then one at 110 with volume " + volume,
        "one bar of volume 1, bought by half, and room for "
            + (barsPerBucket - 1)
            + " more, bought to N(sqrt("
            + bars
            + ")), make the one complete bucket",
        net * (barsPerBucket - 1) / barsPerBucket);
  }
}
