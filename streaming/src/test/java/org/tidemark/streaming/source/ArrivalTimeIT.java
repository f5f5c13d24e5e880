package org.tidemark.streaming.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.tidemark.testkit.TestSpark;

class ArrivalTimeIT {
  /** A query and its replay must see the same time, whatever a producer has set. */
  @Test
  void aQueryAndAClientGiveTheSameNanosecondsAndNoneOverflows() {
    SplittableRandom random = new SplittableRandom(6);
    List<Long> millis = new ArrayList<>(List.of(0L, -1L, 1_500_000_000_123L));
    for (long odd : List.of(9_000_000_000_000L, 9_223_372_036_854L, 1_700_000_000_000_000L)) {
      millis.addAll(List.of(odd - 1, odd, odd + 1, -odd - 1, -odd, -odd + 1));
    }
    random.longs(200, -4_000_000_000_000_000L, 4_000_000_000_000_000L).forEach(millis::add);
    List<Row> rows =
        TestSpark.session()
            .createDataset(millis, Encoders.LONG())
            .select(col("value"), ArrivalTime.nanos(timestamp_millis(col("value"))))
            .collectAsList();
    assertThat(rows)
        .hasSize(millis.size())
        .allSatisfy(row -> assertThat(row.getLong(1)).isEqualTo(ArrivalTime.nanos(row.getLong(0))));
    assertThat(ArrivalTime.nanos(1_500_000_000_123L)).isEqualTo(1_500_000_000_123_000_000L);
    assertThat(ArrivalTime.nanos(Long.MAX_VALUE)).isEqualTo(9_000_000_000_000_000_000L);
    assertThat(ArrivalTime.nanos(Long.MIN_VALUE)).isEqualTo(-9_000_000_000_000_000_000L);
  }
}
