package org.tidemark.streaming.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class FoldTotalsTest {
  private static InternalRow row(String kind, Long nanos, Long consumed, Long valid) {
    Object[] values = new Object[FoldRows.SCHEMA.size()];
    values[FoldRows.SCHEMA.fieldIndex("kind")] = UTF8String.fromString(kind);
    values[FoldRows.SCHEMA.fieldIndex("event_time_nanos")] = nanos;
    values[FoldRows.SCHEMA.fieldIndex("consumed")] = consumed;
    values[FoldRows.SCHEMA.fieldIndex("valid")] = valid;
    return new GenericInternalRow(values);
  }

  @Test
  void rowsAreCountedByTheirKinds() {
    FoldTotals.Counter counter = new FoldTotals.Counter();
    assertThat(counter.totals()).isEqualTo(FoldTotals.NONE);
    List<InternalRow> rows =
        List.of(
            row(FoldRows.TICK, 5L, null, null),
            row(FoldRows.TICK, 9L, null, null),
            row(FoldRows.BAR, 7L, null, null),
            row(FoldRows.DEAD, null, null, null),
            row(FoldRows.BEGIN, null, null, null),
            row(FoldRows.PROVISIONAL, 99L, null, null),
            row(FoldRows.COUNT, null, 2L, 1L),
            row(FoldRows.COUNT, null, 1L, 1L));
    assertThat(rows)
        .extracting(counter::take)
        .startsWith(FoldRows.TICK, FoldRows.TICK, FoldRows.BAR);
    FoldTotals totals = counter.totals();
    assertThat(totals).isEqualTo(new FoldTotals(3, 2, 1, 1, 2, 9));
    assertThat(totals.newest()).contains(9L);
    assertThat(FoldTotals.NONE.newest()).isEmpty();
    assertThat(totals.plus(FoldTotals.NONE)).isEqualTo(totals);
    assertThat(totals.plus(totals)).isEqualTo(new FoldTotals(6, 4, 2, 2, 4, 9));
  }

  @Test
  void aTickThatIsLostOrThereTwiceIsSeen() {
    assertThatCode(() -> new FoldTotals(3, 2, 1, 0, 2, 9).checkKept(7)).doesNotThrowAnyException();
    assertThatCode(() -> new FoldTotals(3, 2, 1, 0, 0, 9).check(7)).doesNotThrowAnyException();
    for (FoldTotals wrong :
        List.of(
            new FoldTotals(3, 2, 0, 0, 2, 9),
            new FoldTotals(3, 2, 2, 0, 2, 9),
            new FoldTotals(3, 2, 1, 0, 1, 9),
            new FoldTotals(3, 2, 1, 0, 3, 9))) {
      assertThatThrownBy(() -> wrong.checkKept(7))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("batch 7")
          .hasMessageContaining("nothing of it is written");
    }
    assertThatThrownBy(() -> new FoldTotals(3, 2, 0, 0, 2, 9).check(7))
        .hasMessageContaining("are not the 3 read");
  }

  @Test
  void theRowOfABatchSaysWhoServed() {
    FoldTotals totals = new FoldTotals(3, 2, 1, 4, 2, 9);
    InternalRow served = totals.progress("q", 7, 4, Optional.of("v1"));
    assertThat(served.getUTF8String(0)).hasToString("q");
    assertThat(List.of(1, 2, 3, 4, 5, 6))
        .extracting(served::getLong)
        .containsExactly(7L, 3L, 2L, 1L, 4L, 4L);
    assertThat(served.getUTF8String(7)).hasToString("v1");
    assertThat(totals.progress("q", 7, 0, Optional.empty()).isNullAt(7)).isTrue();
  }
}
