package org.tidemark.models.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.tidemark.models.Target;

/** Means and deviations against the definitions, and parts against the whole. */
class ColumnMomentsTest {
  private static ColumnMoments of(List<Row> rows, Target target) {
    ColumnMoments moments = new ColumnMoments(2, target);
    rows.forEach(moments::add);
    return moments;
  }

  @Test
  void momentsAreThoseOfTheValuesThatAreThereAndPartsAddUp() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> rows = new ArrayList<>();
    List<Double> there = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Double value = i % 7 == 0 ? null : 1e6 + random.nextDouble();
      rows.add(RowFactory.create(value, null, (double) (i % 2), 1.0));
      if (value != null) {
        there.add(value);
      }
    }
    double mean = there.stream().mapToDouble(v -> v).sum() / there.size();
    double variance = there.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum() / there.size();
    ColumnMoments whole = of(rows, new Target.Binary());
    ColumnMoments parts =
        of(rows.subList(0, 123), new Target.Binary())
            .and(of(rows.subList(123, 123), new Target.Binary()))
            .and(of(rows.subList(123, 500), new Target.Binary()));
    for (ColumnMoments found : List.of(whole, parts)) {
      assertThat(found.rows()).isEqualTo(500);
      assertThat(found.labels()).isEqualTo(500);
      assertThat(found.weights()).isEqualTo(500);
      assertThat(found.mean(0)).isEqualTo(mean, within(1e-9));
      assertThat(found.deviation(0)).isEqualTo(Math.sqrt(variance), within(1e-9));
      assertThat(found.mean(1)).isZero();
      assertThat(found.deviation(1)).isZero();
    }
    // A part joined to nothing keeps its bits.
    ColumnMoments alone = of(List.of(), new Target.Binary()).and(whole);
    assertThat(alone.mean(0)).isEqualTo(whole.mean(0));
    assertThat(alone.deviation(0)).isEqualTo(whole.deviation(0));
  }

  @Test
  void labelsAndWeightsThatNoFitCanUseAreCounted() {
    List<Row> rows = new ArrayList<>();
    for (Double label : new Double[] {0.0, 1.0, 2.0, 0.5, -1.0, Double.NaN, null}) {
      rows.add(RowFactory.create(1.0, 1.0, label, 1.0));
    }
    for (Double weight : new Double[] {0.0, -1.0, Double.NaN, Double.POSITIVE_INFINITY, null}) {
      rows.add(RowFactory.create(1.0, 1.0, 0.0, weight));
    }
    assertThat(of(rows, new Target.Binary()).labels()).isEqualTo(2 + 5);
    assertThat(of(rows, new Target.MultiClass(3)).labels()).isEqualTo(3 + 5);
    assertThat(of(rows, new Target.Regression()).labels()).isEqualTo(5 + 5);
    assertThat(of(rows, new Target.Binary()).weights()).isEqualTo(7);
    // An infinite value shows in mean and deviation, so that the fit can refuse it.
    ColumnMoments infinite =
        of(
            List.of(RowFactory.create(Double.POSITIVE_INFINITY, 1.0, 0.0, 1.0)),
            new Target.Binary());
    assertThat(infinite.mean(0)).isInfinite();
  }
}
