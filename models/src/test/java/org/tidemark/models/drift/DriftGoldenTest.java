package org.tidemark.models.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.models.evaluate.GoldenCase;

/** Edges, counts, PSI and KS against NumPy (make_goldens.py). */
class DriftGoldenTest {
  static Stream<GoldenCase> cases() {
    return GoldenCase.read("drift.txt").stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void drift(GoldenCase golden) {
    FrozenBins bins =
        FrozenBins.ofQuantiles(golden.array("reference"), (int) golden.number("bins"));
    assertThat(bins.edges()).isEqualTo(golden.array("edges"));
    Profile reference = Profile.of(bins, golden.array("reference"));
    Profile current = Profile.of(bins, golden.array("current"));
    golden.check("reference_counts", Arrays.stream(reference.counts()).asDoubleStream().toArray());
    golden.check("current_counts", Arrays.stream(current.counts()).asDoubleStream().toArray());
    Drift drift = Drift.between(reference, current);
    golden.check("psi", drift.psi());
    golden.check("ks", drift.ks());
    assertThat(drift.currentCount()).isEqualTo(golden.array("current").length);
  }
}
