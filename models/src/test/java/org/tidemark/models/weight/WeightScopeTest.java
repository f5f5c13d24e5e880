package org.tidemark.models.weight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tidemark.features.causality.FitCheck;
import org.tidemark.features.causality.Fitting;
import org.tidemark.features.causality.Fold;
import org.tidemark.features.causality.LabelledRow;
import org.tidemark.features.causality.Outcome;
import org.tidemark.features.causality.Probe;
import org.tidemark.features.causality.Sample;

/** Weights of a window are found clean, and leak once rows outside it are weighed with them. */
class WeightScopeTest {
  private static final int ROWS = 120;
  private static final int TRAINED = 70;

  private static Sample sample() {
    SplittableRandom random = new SplittableRandom(4);
    List<LabelledRow> stamps = new ArrayList<>();
    double[] labels = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      stamps.add(
          new LabelledRow(i % 3 == 0 ? "X" : "Y", i * 10L, i * 10L + random.nextLong(5, 90)));
      labels[i] = random.nextInt(5) == 0 ? 1 : 0;
    }
    return new Sample(stamps, 1, new double[ROWS], labels, 2);
  }

  /** Weights of the training rows, among these rows. */
  private static Fitting weights(String text, boolean amongAll) {
    return new Fitting() {
      @Override
      public String name() {
        return text;
      }

      @Override
      public byte[] fit(Sample all, BitSet train) {
        int[] seen = amongAll ? IntStream.range(0, ROWS).toArray() : train.stream().toArray();
        long[] times = new long[seen.length];
        long[] ends = new long[seen.length];
        int[] instruments = new int[seen.length];
        float[] labels = new float[seen.length];
        for (int i = 0; i < seen.length; i++) {
          LabelledRow stamp = all.stamps().get(seen[i]);
          times[i] = stamp.timeNanos();
          ends[i] = stamp.spanEndNanos();
          instruments[i] = stamp.instrument().equals("X") ? 0 : 1;
          labels[i] = (float) all.labels()[seen[i]];
        }
        double[] found =
            SampleWeights.parse(text)
                .of(new LabelledRows(instruments, times, ends, labels, all.classes()));
        ByteBuffer bytes = ByteBuffer.allocate(train.cardinality() * Double.BYTES);
        for (int i = 0; i < seen.length; i++) {
          if (train.get(seen[i])) {
            bytes.putDouble(found[i]);
          }
        }
        return bytes.array();
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uniqueness",
        "uniqueness:across",
        "decay:0.5",
        "decay:-0.2",
        "balance",
        "uniqueness*decay:0.5*balance"
      })
  void everyFactorIsCleanOnItsWindowAndFoundOutWhenItCountsAllRows(String text) {
    BitSet train = new BitSet();
    train.set(0, TRAINED);
    Fold fold = new Fold(0, train, new BitSet());
    assertThat(new FitCheck(5).check(weights(text, false), sample(), fold).outcome())
        .isInstanceOf(Outcome.Clean.class);
    Outcome leak = new FitCheck(5).check(weights(text, true), sample(), fold).outcome();
    assertThat(leak).isInstanceOf(Outcome.Leak.class);
    assertThat(((Outcome.Leak) leak).probe()).isEqualTo(Probe.FIT_SCOPE);
  }
}
