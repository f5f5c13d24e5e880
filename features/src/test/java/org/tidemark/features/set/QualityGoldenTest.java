package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;

/**
 * Compares market quality and regimes on real BTCUSD minutes with values that {@code
 * src/test/golden/quality.py} made with pandas.
 */
class QualityGoldenTest {
  private static final int FIRST = 173_000;
  private static final int COUNT = 6_000;

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    FeatureSet set = FeatureSets.named("quality");
    List<FeatureRow> rows = GoldenRows.rows(set, GoldenRows.bitcoinMinutes(FIRST, COUNT));
    assertThat(rows).hasSize(COUNT);
    GoldenRows.compare("quality.csv", set, rows, FIRST, 1e-9, 200);
  }
}
