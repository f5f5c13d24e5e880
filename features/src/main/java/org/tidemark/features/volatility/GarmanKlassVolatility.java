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
 * W04: volatility from the ranges and bodies of bars.
 *
 * <p>Formula: sqrt(mean over bars of ln(H / L)^2 / 2 - (2 ln 2 - 1) ln(C / O)^2). Unit: fraction
 * per bar. Zero division: none. Source: Garman, Klass 1980, Journal of Business 53(1). Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars length of the window
 */
public record GarmanKlassVolatility(int bars) implements BarFeature<Window> {
  private static final double LN_2 = StrictMath.log(2);

  public GarmanKlassVolatility {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
  }

  @Override
  public Output output() {
    return new Output(
        "garman_klass_volatility_" + bars, "fraction per bar", "Garman-Klass volatility");
  }

  @Override
  public Memory memory() {
    return Memory.bars(bars);
  }

  @Override
  public FeatureDoc doc() {
    return FeatureDoc.of(
        "W04",
        "sqrt(mean over bars of ln(H / L)^2 / 2 - (2 ln 2 - 1) ln(C / O)^2)",
        "none",
        "Garman, Klass 1980, Journal of Business 53(1)",
        Warmup.bars(bars),
        Example.bars(
            Collections.nCopies(bars, new Example.Ohlcv(100, 110, 100, 110, 1)),
            bars + " bars: open 100, high 110, low 100, close 110",
            "ln 1.1 sqrt(1 / 2 - 2 ln 2 + 1)",
            0.09531017980432493 * StrictMath.sqrt(1.5 - 1.3862943611198906)));
  }

  @Override
  public Window initial() {
    return new Window(bars);
  }

  @Override
  public void onBar(Window state, Bar bar) {
    state.add(variance(bar));
  }

  @Override
  public double value(Window state) {
    return state.isFull() ? StrictMath.sqrt(Math.max(0, state.sum() / bars)) : Double.NaN;
  }

  @Override
  public void save(Window state, StateWriter out) {
    state.save(out);
  }

  @Override
  public Window load(StateReader in) {
    return Window.load(bars, in);
  }

  private static double variance(Bar bar) {
    double range = StrictMath.log(bar.high() / bar.low());
    double body = StrictMath.log(bar.close() / bar.open());
    return 0.5 * range * range - (2 * LN_2 - 1) * body * body;
  }
}
