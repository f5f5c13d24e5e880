package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;

/**
 * Compares all columns of the set signals on real BTCUSD minutes with values that {@code
 * src/test/golden/signals.py} made with statsmodels, PyWavelets, numpy.fft, pandas and SciPy.
 */
class SignalsGoldenTest {
  private static final int FIRST = 173_000;
  private static final int COUNT = 3_000;

  /** Small, for energies of returns are around 1e-8; above 0, for parts that cancel to 0. */
  private static final double ABSOLUTE = 1e-15;

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    FeatureSet set = FeatureSets.named("signals");
    List<FeatureRow> rows = GoldenRows.rows(set, GoldenRows.bitcoinMinutes(FIRST, COUNT));
    assertThat(rows).hasSize(COUNT);
    GoldenRows.compare("signals.csv", set, rows, FIRST, ABSOLUTE, 40);
  }
}
