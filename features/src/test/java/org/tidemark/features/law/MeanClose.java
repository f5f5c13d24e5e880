package org.tidemark.features.law;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tidemark.features.BarFeature;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.Window;
import org.tidemark.market.Bar;
import org.tidemark.market.EventKind;

/** A lawful feature, the mean of the last three closes, for others to break in one place each. */
class MeanClose implements BarFeature<Window> {
  private static final long serialVersionUID = 1L;
  static final int BARS = 3;

  /** The slow twin: the same sum over the end of the log. */
  static Optional<FeatureTwin> twin() {
    return Optional.of(
        (column, log) -> {
          List<Double> closes =
              log.stream().filter(Bar.class::isInstance).map(e -> ((Bar) e).close()).toList();
          if (closes.size() < BARS) {
            return Double.NaN;
          }
          double sum = 0;
          for (double close : closes.subList(closes.size() - BARS, closes.size())) {
            sum += close;
          }
          return sum / BARS;
        });
  }

  @Override
  public Output output() {
    return new Output("mean_close_3", "price", "mean of the last three closes");
  }

  @Override
  public Memory memory() {
    return Memory.bars(BARS);
  }

  @Override
  public Set<EventKind> inputs() {
    return Set.of();
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "T01",
        "(C[2] + C[1] + C[0]) / 3",
        "none",
        "arithmetic mean",
        Warmup.bars(BARS),
        Example.prices(List.of(Example.rise(1, 4)), "(2 + 3 + 4) / 3", 3.0));
  }

  @Override
  public Window initial() {
    return new Window(BARS);
  }

  @Override
  public void onBar(Window state, Bar bar) {
    state.add(bar.close());
  }

  @Override
  public double value(Window state) {
    return state.isFull() ? state.sum() / BARS : Double.NaN;
  }

  @Override
  public void save(Window state, StateWriter out) {
    state.save(out);
  }

  @Override
  public Window load(StateReader in) {
    return Window.load(BARS, in);
  }
}
