package org.tidemark.models.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.tidemark.models.compare.ConfidenceSequence.Verdict;

/** Sequences by hand, and what they refuse. */
class ConfidenceSequenceTest {
  @Test
  void beforeTheFirstObservationNothingIsKnown() {
    SubGaussianSequence sequence = new SubGaussianSequence(0.05, 1, 100);
    assertThat(sequence.count()).isZero();
    assertThat(sequence.mean()).isNaN();
    assertThat(sequence.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(sequence.high()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(sequence.pValue()).isEqualTo(1);
    assertThat(sequence.verdict()).isEqualTo(Verdict.OPEN);
  }

  /** The interval leaves 0 at the very observation at which the p value reaches alpha. */
  @Test
  void intervalAndPValueSayTheSame() {
    SubGaussianSequence sequence = new SubGaussianSequence(0.05, 1, 20);
    while (sequence.verdict() == Verdict.OPEN) {
      assertThat(sequence.pValue()).isGreaterThan(0.05);
      sequence.add(-0.9);
    }
    assertThat(sequence.pValue()).isLessThanOrEqualTo(0.05);
    assertThat(sequence.verdict()).isEqualTo(Verdict.BELOW);
    assertThat(sequence.mean()).isCloseTo(-0.9, within(1e-12));
    assertThat(sequence.count()).isBetween(5L, 20L);
  }

  @Test
  void aMeanThatChangesIsTold() {
    BoundedSequence sequence = new BoundedSequence(0.05, -1, 1);
    for (int i = 0; i < 500; i++) {
      sequence.add(0.5);
    }
    assertThat(sequence.verdict()).isEqualTo(Verdict.ABOVE);
    for (int i = 0; i < 5000; i++) {
      sequence.add(-0.5);
    }
    assertThatThrownBy(sequence::verdict).hasMessageContaining("no mean fits all of them");
  }

  @Test
  void badInputIsRefusedByName() {
    assertThatThrownBy(() -> new BoundedSequence(0, 0, 1)).hasMessageContaining("alpha = 0.0");
    assertThatThrownBy(() -> new BoundedSequence(0.05, 1, 1)).hasMessageContaining("from 1.0 to 1");
    assertThatThrownBy(() -> new SubGaussianSequence(0.05, 0, 9)).hasMessageContaining("sigma = 0");
    assertThatThrownBy(() -> new SubGaussianSequence(0.05, 1, 0)).hasMessageContaining("at = 0");
    BoundedSequence sequence = new BoundedSequence(0.05, -1, 1);
    sequence.add(1);
    assertThatThrownBy(() -> sequence.add(1.1)).hasMessageContaining("observation 1 = 1.1");
    assertThatThrownBy(() -> sequence.add(Double.NaN)).hasMessageContaining("must be finite");
    assertThat(sequence.count()).isEqualTo(1);
  }
}
