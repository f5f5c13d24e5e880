package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;

/**
 * Compares all 40 bar features on real BTCUSD minutes with values that {@code
 * src/test/golden/bars40.py} made with TA-Lib, pandas, NumPy and arch.
 */
class Bars40GoldenTest {
  private static final int FIRST = 173_000;
  private static final int COUNT = 6_000;

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    FeatureSet set = FeatureSets.named("bars40");
    List<FeatureRow> rows = GoldenRows.rows(set, GoldenRows.bitcoinMinutes(FIRST, COUNT));
    assertThat(rows).hasSize(COUNT);
    GoldenRows.compare("bars40.csv", set, rows, FIRST, 1e-11, 40);
  }
}
