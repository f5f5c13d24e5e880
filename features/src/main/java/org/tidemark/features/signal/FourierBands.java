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
 * A6.5: how the energy of the last 64 log returns is spread over bands of period, by a short-time
 * Fourier transform without a taper.
 *
 * <p>Formula: X[k] = sum of r[t] exp(-2 pi i k t / 64); energy of a frequency is 2 |X[k]|^2 for k =
 * 1 to 31 and |X[32]|^2; each band's sum over the sum of all bands. The mean (k = 0) does not
 * count. Unit: fraction. Zero division: all returns equal: 0 in every band. Source: Oppenheim and
 * Schafer, Discrete-Time Signal Processing, 10.3. Memory, readiness and a worked example: {@link
 * #memory}, {@link #doc}. NaN only while not ready.
 */
public record FourierBands() implements WideBarFeature<LogReturns> {
  private static final int SIZE = 64;

  /** The highest k of each band; a period is 64 / k bars. */
  private static final int[] LAST = {2, 4, 8, 16, 32};

  private static final double[] COSINE = new double[SIZE];
  private static final double[] SINE = new double[SIZE];

  static {
    for (int i = 0; i < SIZE; i++) {
      COSINE[i] = StrictMath.cos(2 * StrictMath.PI * i / SIZE);
      SINE[i] = StrictMath.sin(2 * StrictMath.PI * i / SIZE);
    }
  }

  @Override
  public FeatureId id() {
    return new FeatureId("fourier_band", 1);
  }

  @Override
  public List<Output> outputs() {
    List<Output> outputs = new ArrayList<>();
    int first = 1;
    for (int last : LAST) {
      outputs.add(
          new Output(
              "fourier_band_" + first + "_" + last,
              "fraction",
              "share of the energy at " + first + " to " + last + " cycles in 64 bars"));
      first = last + 1;
    }
    return outputs;
  }

  @Override
  public Memory memory() {
    return Memory.bars(SIZE + 1);
  }

  @Override
  public FeatureDoc doc() {
    return new FeatureDoc(
        Collections.nCopies(LAST.length, "A6.5"),
        "X[k] = sum of r[t] exp(-2 pi i k t / 64) of the last 64 log returns; 2 |X[k]|^2 for k = 1"
            + " to 31 and |X[32]|^2, summed over the band's k and divided by the sum over k = 1 to"
            + " 32",
        "all returns equal: 0 in every band",
        "Oppenheim and Schafer, Discrete-Time Signal Processing, 10.3",
        Warmup.bars(SIZE + 1),
        Example.prices(
            List.of(Example.flat(SIZE, 100), Example.flat(1, 110)),
            "an impulse has equal |X[k]|: weights 4, 4, 8, 16 and 31 of 63",
            4.0 / 63,
            4.0 / 63,
            8.0 / 63,
            16.0 / 63,
            31.0 / 63));
  }

  @Override
  public LogReturns initial() {
    return new LogReturns(SIZE);
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
    double[] returns = state.window().ordered();
    double[] bands = new double[LAST.length];
    double total = 0;
    int k = 1;
    for (int band = 0; band < LAST.length; band++) {
      for (; k <= LAST[band]; k++) {
        bands[band] += (2 * k == SIZE ? 1 : 2) * energy(returns, k);
      }
      total += bands[band];
    }
    for (int band = 0; band < LAST.length; band++) {
      bands[band] = total == 0 ? 0 : bands[band] / total;
    }
    return bands;
  }

  /** Around the oldest return, which moves k = 0 only, so that equal returns give exactly 0. */
  private static double energy(double[] returns, int k) {
    double real = 0;
    double imaginary = 0;
    for (int t = 0; t < SIZE; t++) {
      double value = returns[t] - returns[0];
      int turn = k * t % SIZE;
      real += value * COSINE[turn];
      imaginary -= value * SINE[turn];
    }
    return real * real + imaginary * imaginary;
  }

  @Override
  public void save(LogReturns state, StateWriter out) {
    state.save(out);
  }

  @Override
  public LogReturns load(StateReader in) {
    return LogReturns.load(SIZE, in);
  }
}
