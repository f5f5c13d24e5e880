package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.Feature;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.volatility.GarchFitted;

/**
 * Compares the columns of the set signals, but that of the fitted GARCH, on real BTCUSD minutes
 * with values that {@code src/test/golden/signals.py} made with statsmodels, PyWavelets, numpy.fft,
 * pandas and SciPy.
 */
class SignalsGoldenTest {
  private static final int FIRST = 173_000;
  private static final int COUNT = 3_000;

  /** Small, for energies of returns are around 1e-8; above 0, for parts that cancel to 0. */
  private static final double ABSOLUTE = 1e-15;

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    FeatureSet whole = FeatureSets.named("signals");
    List<Feature<?>> features = new ArrayList<>(whole.features());
    // Its estimates agree within percents, not digits: GarchFittedTest compares them.
    assertThat(features.removeIf(GarchFitted.class::isInstance)).isTrue();
    FeatureSet set = new FeatureSet("signals", features, whole.sampler(), whole.lateness());
    List<FeatureRow> rows = GoldenRows.rows(set, GoldenRows.bitcoinMinutes(FIRST, COUNT));
    assertThat(rows).hasSize(COUNT);
    GoldenRows.compare("signals.csv", set, rows, FIRST, ABSOLUTE, 40);
  }
}
