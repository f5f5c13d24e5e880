package com.example;

import java.util.Collections;
import java.util.List;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Sampler;
import org.tidemark.features.Warmup;
import org.tidemark.features.set.FeatureSetProvider;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;

/** Where bars close between their low and their high: the mean over the last ones. */
public record CloseLocation(int bars) implements BarFeature<Window> {

  /** The feature set that this jar adds to Tidemark. */
  public static final class Provider implements FeatureSetProvider {
    @Override
    public String name() {
      return "closeloc";
    }

    @Override
    public List<Feature<?>> features(Sampler<?> sampler) {
      return List.of(new CloseLocation(5), new CloseLocation(60));
    }
  }

  @Override
  public Output output() {
    return new Output(
        "close_location_" + bars,
        "fraction",
        "mean place of the close between low (0) and high (1)");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "X01",
        "mean over k < bars of (C[k] - L[k]) / (H[k] - L[k])",
        "0.5 for a bar whose high is its low",
        "this example",
        Warmup.bars(bars),
        Example.bars(
            Collections.nCopies(bars, new Example.Ohlcv(11, 14, 10, 13, 1)),
            bars + " bars of low 10, high 14, close 13",
            "(13 - 10) / (14 - 10)",
            0.75));
  }

  @Override
  public Window initial() {
    return new Window(bars);
  }

  @Override
  public void onBar(Window state, Bar bar) {
    double range = bar.high() - bar.low();
    state.add(range > 0 ? (bar.close() - bar.low()) / range : 0.5);
  }

  @Override
  public double value(Window state) {
    return state.isFull() ? state.sum() / bars : Double.NaN;
  }

  @Override
  public void save(Window state, StateWriter out) {
    state.save(out);
  }

  @Override
  public Window load(StateReader in) {
    return Window.load(bars, in);
  }
}
