package org.tidemark.features.volatility;

import java.util.Collections;
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

/**
 * W03: volatility from the ranges of bars.
 *
 * <p>Formula: sqrt(mean of ln(H / L)^2 over bars / (4 ln 2)). Unit: fraction per bar. Zero
 * division: none. Source: Parkinson 1980, Journal of Business 53(1). Memory, readiness and a worked
 * example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record ParkinsonVolatility(int bars) implements BarFeature<Window> {
  private static final double LN_2 = StrictMath.log(2);

  public ParkinsonVolatility {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "parkinson_volatility_" + bars, "fraction per bar", "Parkinson range volatility");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W03",
        "sqrt(mean of ln(H / L)^2 over bars / (4 ln 2))",
        "none",
        "Parkinson 1980, Journal of Business 53(1)",
        Warmup.bars(bars),
        Example.bars(
            Collections.nCopies(bars, new Example.Ohlcv(100, 110, 100, 110, 1)),
            bars + " bars: open 100, high 110, low 100, close 110",
            "ln 1.1 / sqrt(4 ln 2)",
            0.09531017980432493 / 1.6651092223153954));
  }

  @Override
  public Window initial() {
    return new Window(bars);
  }

  @Override
  public void onBar(Window state, Bar bar) {
    state.add(square(bar));
  }

  @Override
  public double value(Window state) {
    return state.isFull() ? StrictMath.sqrt(state.sum() / bars / (4 * LN_2)) : Double.NaN;
  }

  @Override
  public void save(Window state, StateWriter out) {
    state.save(out);
  }

  @Override
  public Window load(StateReader in) {
    return Window.load(bars, in);
  }

  private static double square(Bar bar) {
    double range = StrictMath.log(bar.high() / bar.low());
    return range * range;
  }
}
