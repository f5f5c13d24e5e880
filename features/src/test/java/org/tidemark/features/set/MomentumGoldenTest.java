package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.features.FeatureRow;
import org.tidemark.features.FeatureSet;

/**
 * Compares the columns of the set momentum on real BTCUSD minutes with values that {@code
 * src/test/golden/momentum.py} made with pandas.
 */
class MomentumGoldenTest {
  private static final int FIRST = 173_000;
  private static final int COUNT = 1_500;

  /** For returns and scores that cancel to nearly 0. */
  private static final double ABSOLUTE = 1e-9;

  @Test
  void equalsTheIndependentImplementationOnRealMinutes() throws IOException {
    FeatureSet set = FeatureSets.named("momentum");
    assertThat(set.width()).isEqualTo(100);
    List<FeatureRow> rows = GoldenRows.rows(set, GoldenRows.bitcoinMinutes(FIRST, COUNT));
    assertThat(rows).hasSize(COUNT);
    GoldenRows.compare("momentum.csv", set, rows, FIRST, ABSOLUTE, 40);
  }
}
