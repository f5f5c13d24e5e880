package org.tidemark.jobs.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.tidemark.models.split.RowTimes;
import org.tidemark.models.split.SortedRowTimes;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.Splitter;

/** Which rows a study sees, and where its choice may be judged. */
class SeenRowsTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final long[] TIMES = LongStream.range(0, 1000).map(i -> i * MINUTE).toArray();
  private static final RowTimes ROWS =
      SortedRowTimes.of(TIMES, LongStream.of(TIMES).map(t -> t + 15 * MINUTE).toArray());
  private static final String NESTED = "nested:outer=[%s],inner=[kfold:folds=2,embargo=PT10M]";

  private static SeenRows nested(String outer, OptionalInt fold) {
    return SeenRows.of(Splitter.parse(NESTED.formatted(outer)), fold, ROWS);
  }

  @Test
  void withoutFoldsInsideEveryRowIsSeen() {
    SeenRows seen = SeenRows.of(Splitter.parse("kfold:folds=3"), OptionalInt.empty(), ROWS);
    assertThat(seen.outer()).isEmpty();
    assertThat(seen.folds()).hasSize(3);
    assertThat(seen.words()).isEqualTo("all labelled rows, by kfold:folds=3,embargo=PT0S");
    assertThat(seen.advice()).contains("every row up to the date was seen");
  }

  /** No row that the last fold tests, and no label that reaches into it, is in any inner fold. */
  @Test
  void theLastOuterTestIsNeitherTrainedNorScored() {
    SeenRows seen = nested("anchored:folds=4,train=0.4,embargo=PT10M", OptionalInt.empty());
    assertThat(seen.words()).startsWith("what fold 3 of anchored:folds=4").contains("by kfold");
    assertThat(seen.untouched()).containsExactly(3);
    assertThat(seen.advice()).contains("outer fold 3 alone");
    Split outer = seen.outer().orElseThrow();
    assertThat(seen.folds()).hasSize(2);
    for (long time : TIMES) {
      boolean inside = outer.trains(time, time + 15 * MINUTE);
      if (time + 15 * MINUTE > outer.testHull().fromNanos()) {
        assertThat(inside).isFalse();
      }
    }
  }

  @Test
  void anEarlierFoldLeavesTheTestsOfTheLaterOnesUntouched() {
    SeenRows seen = nested("anchored:folds=4,train=0.4,embargo=PT10M", OptionalInt.of(1));
    assertThat(seen.untouched()).containsExactly(1, 2, 3);
    assertThat(seen.advice()).contains("outer folds 1, 2, 3 alone");
  }

  @Test
  void kFoldTrainsOnTheTestsOfAllOthers() {
    assertThat(nested("kfold:folds=3,embargo=PT10M", OptionalInt.of(1)).untouched())
        .containsExactly(1);
  }

  @Test
  void aFoldThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> nested("kfold:folds=3", OptionalInt.of(3)))
        .hasMessageContaining("outer fold 3 is not one of 0 to 2 of kfold:folds=3");
  }
}
