package org.tidemark.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.Seeds;

/** Profiles add up in any order and grouping; bins read back; levels stand where X14 puts them. */
class ProfileLawsTest {
  private static double[] sample(SplittableRandom random, int most) {
    double[] values = new double[random.nextInt(most)];
    Arrays.setAll(
        values,
        i ->
            switch (random.nextInt(8)) {
              case 0 -> Double.NaN;
              case 1 -> 0.0;
              case 2 -> -0.0;
              case 3 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
              default -> random.nextGaussian();
            });
    return values;
  }

  @Test
  void mergeIsAssociativeCommutativeAndHasANeutralElement() {
    Seeds.forEach(
        200,
        (seed, random) -> {
          FrozenBins bins = FrozenBins.ofQuantiles(sample(random, 200), 2 + random.nextInt(20));
          double[] x = sample(random, 100);
          double[] y = sample(random, 100);
          double[] z = sample(random, 100);
          Profile a = Profile.of(bins, x);
          Profile b = Profile.of(bins, y);
          Profile c = Profile.of(bins, z);
          assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
          assertThat(a.merge(b)).isEqualTo(b.merge(a));
          assertThat(a.merge(Profile.empty(bins))).isEqualTo(a);
          double[] both = Arrays.copyOf(x, x.length + y.length);
          System.arraycopy(y, 0, both, x.length, y.length);
          assertThat(Profile.of(bins, both)).isEqualTo(a.merge(b));
          assertThat(a.total()).isEqualTo(x.length);
          assertThat(Profile.ofCounts(bins, a.counts())).isEqualTo(a);
        });
  }

  @Test
  void binsReadBackAndEveryValueHasItsBin() {
    Seeds.forEach(
        200,
        (seed, random) -> {
          FrozenBins bins = FrozenBins.ofQuantiles(sample(random, 300), 2 + random.nextInt(30));
          assertThat(FrozenBins.fromJson(bins.toJson())).isEqualTo(bins);
          assertThat(new FrozenBins(bins.edges())).isEqualTo(bins);
          for (double value : sample(random, 100)) {
            int naive = 0; // the slow obvious twin
            for (double edge : bins.edges()) {
              naive += value >= edge ? 1 : 0;
            }
            assertThat(bins.bin(value)).isEqualTo(Double.isNaN(value) ? bins.nanBin() : naive);
          }
        });
  }

  @Test
  void distancesAreSymmetricAndZeroOnEqualProfiles() {
    Seeds.forEach(
        100,
        (seed, random) -> {
          FrozenBins bins = FrozenBins.ofQuantiles(random.doubles(100).toArray(), 10);
          Profile a = Profile.of(bins, random.doubles(1 + random.nextInt(300)).toArray());
          Profile b = Profile.of(bins, random.doubles(1 + random.nextInt(300)).toArray());
          assertThat(Drift.psi(a, b)).isCloseTo(Drift.psi(b, a), within(1e-12)).isNotNegative();
          assertThat(Drift.ks(a, b)).isEqualTo(Drift.ks(b, a)).isBetween(0.0, 1.0);
          assertThat(Drift.psi(a, a)).isZero();
          assertThat(Drift.ks(a, a)).isZero();
        });
  }

  @Test
  void levels() {
    assertThat(DriftLevel.ofPsi(0)).isEqualTo(DriftLevel.STABLE);
    assertThat(DriftLevel.ofPsi(0.10)).isEqualTo(DriftLevel.STABLE);
    assertThat(DriftLevel.ofPsi(0.11)).isEqualTo(DriftLevel.MODERATE);
    assertThat(DriftLevel.ofPsi(0.30)).isEqualTo(DriftLevel.MODERATE);
    assertThat(DriftLevel.ofPsi(0.31)).isEqualTo(DriftLevel.DRIFTED);
    assertThat(DriftLevel.ofPsi(Double.NaN)).isEqualTo(DriftLevel.UNKNOWN);
  }

  @Test
  void nothingToCompareIsUnknown() {
    FrozenBins bins = FrozenBins.ofQuantiles(new double[] {1, 2, 3, 4}, 4);
    Drift drift = Drift.between(Profile.of(bins, new double[] {1, 2, 3, 4}), Profile.empty(bins));
    assertThat(drift.psi()).isNaN();
    assertThat(drift.ks()).isNaN();
    assertThat(drift.level()).isEqualTo(DriftLevel.UNKNOWN);
    FrozenBins none = FrozenBins.ofQuantiles(new double[] {Double.NaN}, 4);
    assertThat(none.size()).isEqualTo(2);
  }

  @Test
  void aFeatureThatStopsBeingReadyHasDrifted() {
    FrozenBins bins = FrozenBins.ofQuantiles(new SplittableRandom(1).doubles(500).toArray(), 10);
    Profile ready = Profile.of(bins, new SplittableRandom(2).doubles(500).toArray());
    double[] half =
        new SplittableRandom(3).doubles(500).map(x -> x < 0.5 ? Double.NaN : x).toArray();
    assertThat(Drift.between(ready, Profile.of(bins, half)).level()).isEqualTo(DriftLevel.DRIFTED);
  }

  @Test
  void mistakesAreNamed() {
    FrozenBins bins = new FrozenBins(new double[] {0, 1});
    FrozenBins others = new FrozenBins(new double[] {0, 2});
    assertThatThrownBy(() -> Profile.empty(bins).merge(Profile.empty(others)))
        .hasMessageContaining("different bins");
    assertThatThrownBy(() -> Drift.psi(Profile.empty(bins), Profile.empty(others)))
        .hasMessageContaining("different bins");
    assertThatThrownBy(() -> new FrozenBins(new double[] {1, 1}))
        .hasMessageContaining("above the edge before it");
    assertThatThrownBy(() -> Profile.ofCounts(bins, new long[] {1, 2}))
        .hasMessageContaining("4 bins");
    assertThatThrownBy(() -> FrozenBins.fromJson("1,2")).hasMessageContaining("JSON array");
    assertThatThrownBy(() -> FrozenBins.fromJson("[1,x]")).hasMessageContaining("JSON array");
  }
}
