package org.tidemark.features.signal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tidemark.features.Example;
import org.tidemark.features.FeatureDoc;
import org.tidemark.features.FeatureId;
import org.tidemark.features.Memory;
import org.tidemark.features.Output;
import org.tidemark.features.Warmup;
import org.tidemark.features.WideBarFeature;
import org.tidemark.features.state.StateReader;
import org.tidemark.features.state.StateWriter;
import org.tidemark.features.statistic.LogReturns;
import org.tidemark.market.Bar;

/**
 * A6.5: energy of the log returns at each dyadic scale, by the Haar maximal-overlap wavelet
 * transform of past returns only.
 *
 * <p>Formula: mean over bars of W[j]^2, W[j] = (sum of the newest h returns - sum of the h before)
 * / 2^j with h = 2^(j - 1), for j = 1 to levels. No padding and no circular end: a coefficient
 * exists when all its returns do. Unit: squared fraction. Zero division: none. Source: Percival and
 * Walden 2000, Wavelet Methods for Time Series Analysis, 5.4 and 8.3 (wavelet variance). Memory,
 * readiness and a worked example: {@link #memory}, {@link #doc}. NaN only while not ready.
 *
 * @param bars number of coefficients in each mean
 * @param levels number of scales and outputs
 */
public record HaarEnergy(int bars, int levels) implements WideBarFeature<LogReturns> {
  public HaarEnergy {
    if (bars < 1) {
      throw new IllegalArgumentException("bars = " + bars + " must be 1 or more");
    }
    if (levels < 1 || levels > 10) {
      throw new IllegalArgumentException("levels = " + levels + " must be 1 to 10");
    }
  }

  private int returns() {
    return bars + (1 << levels) - 1;
  }

  @Override
  public FeatureId id() {
    return new FeatureId("haar_energy", 1);
  }

  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    for (int j = 1; j <= levels; j++) {
      String scale = (1 << j) + " bars";
      outputs.add(
          new Output(
              "haar_energy_" + j,
              "squared fraction",
              "mean squared Haar coefficient of log returns over " + scale));
    }
    return outputs;
  }

  @Override
  public Memory memory() {
    return Memory.bars(returns() + 1);
  }

  @Override
  public FeatureDoc doc() {
    Double[] expected = new Double[levels];
    for (int j = 1; j <= levels; j++) {
      double coefficient = StrictMath.log(1.1) / (1 << j);
      expected[j - 1] = coefficient * coefficient / bars;
    }
    return new FeatureDoc(
        Collections.nCopies(levels, "A6.5"),
        "mean over bars of W[j]^2, W[j] = (sum of the newest h log returns - sum of the h before) /"
            + " 2^j, h = 2^(j - 1), j = 1 to levels",
        "none",
        "Percival and Walden 2000, Wavelet Methods for Time Series Analysis, 5.4 and 8.3",
        Warmup.bars(returns() + 1),
        Example.prices(
            List.of(Example.flat(returns(), 100), Example.flat(1, 110)),
            "one return r = ln 1.1: (r / 2^j)^2 / " + bars,
            expected));
  }

  @Override
  public LogReturns initial() {
    return new LogReturns(returns());
  }

  @Override
  public void onBar(LogReturns state, Bar bar) {
    state.add(bar.close());
  }

  @Override
  public boolean isReady(LogReturns state) {
    return state.isFull();
  }

  @Override
  public double[] values(LogReturns state) {
    double[] smooth = state.window().ordered();
    double[] detail = new double[smooth.length];
    double[] values = new double[levels];
    for (int j = 1; j <= levels; j++) {
      int half = 1 << (j - 1);
      // From the newest down, so that the smooth half a scale back is still the last level's.
      for (int t = smooth.length - 1; t >= 2 * half - 1; t--) {
        detail[t] = (smooth[t] - smooth[t - half]) / 2;
        smooth[t] = (smooth[t] + smooth[t - half]) / 2;
      }
      double sum = 0;
      for (int t = detail.length - bars; t < detail.length; t++) {
        sum += detail[t] * detail[t];
      }
      values[j - 1] = sum / bars;
    }
    return values;
  }

  @Override
  public void save(LogReturns state, StateWriter out) {
    state.save(out);
  }

  @Override
  public LogReturns load(StateReader in) {
    return LogReturns.load(returns(), in);
  }
}
