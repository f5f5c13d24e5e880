package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;

/**
 * Compares V01 to V15 on real BTCUSD minutes with values that {@code src/test/golden/volume15.py}
 * made with pandas and NumPy.
 */
class Volume15GoldenTest {
  private static final int FIRST = 173_000;
  private static final int COUNT = 6_000;

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    FeatureSet core = FeatureSets.named("core65");
    FeatureSet set =
        new FeatureSet(
            "volume15",
            core.features().stream()
                .filter(f -> f.doc().requirements().get(0).startsWith("V"))
                .toList(),
            core.sampler(),
            Duration.ZERO);
    List<FeatureRow> rows = GoldenRows.rows(set, GoldenRows.bitcoinMinutes(FIRST, COUNT));
    assertThat(rows).hasSize(COUNT);
    GoldenRows.compare("volume15.csv", set, rows, FIRST, 1e-11, 40);
  }
}
