package org.tidemark.models.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused names the value, the limit and what to do. */
class SplitErrorsTest {
  private static final long MINUTE = 60_000_000_000L;
  private static final long START =
      Instant.parse("2024-01-02T14:30:00Z").getEpochSecond() * 1_000_000_000L;

  /** One row a minute, each with a label of so many minutes. */
  private static RowTimes minutes(int rows, long labelMinutes) {
    return rows(LongStream.range(0, rows).toArray(), labelMinutes);
  }

  private static RowTimes rows(long[] minutes, long labelMinutes) {
    long[] times = LongStream.of(minutes).map(m -> START + m * MINUTE).toArray();
    return SortedRowTimes.of(
        times, LongStream.of(times).map(t -> t + labelMinutes * MINUTE).toArray());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kfold:folds=1 | folds = 1 must be 2 or more",
        "kfold:folds=5,embargo=-PT1H | embargo = PT-1H must be 0 or more",
        "kfold:folds=5,embargo=P90000D | must be at most",
        "kfold:folds=5,train=0.4 | 'train=' is not one of its settings [folds, embargo, by",
        "kfold:embargo=PT1H | folds= is missing; write for example kfold:folds=5",
        "kfold:folds=5,folds=6 | must not be given twice",
        "kfold:folds=5,by=volume | by=volume must be one of time, events and session",
        "kfold:folds=5,by=session | needs a calendar; add calendar=nyse",
        "kfold:folds=5,by=session,calendar=mars | no calendar is named 'mars'; known: continuous",
        "kfold:folds=5,calendar=nyse | must come with by=session; this split is by=time",
        "cpcv:groups=6 | test= is missing; write for example cpcv:groups=10,test=2",
        "cpcv:groups=1,test=1 | groups = 1 must be 2 or more",
        "cpcv:groups=6,test=6 | test = 6 must be from 1 to 5",
        "cpcv:groups=30,test=15 | more than 10000 folds",
        "cpcv:groups=100000,test=50000 | more than 10000 folds",
        "nested:outer=[anchored:folds=2] | inner= is missing; write for example nested:outer=[",
        "nested:outer=[anchored:folds=2,inner=[kfold:folds=2] | every [ must have its ]",
        "nested:outer=[kfold:folds=1],inner=[kfold:folds=2] | split 'kfold:folds=1'",
        "sorted:folds=2 | must begin with anchored, rolling, kfold, cpcv or nested",
      })
  void badTexts(String text, String message) {
    assertThatThrownBy(() -> Splitter.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("; write for example ");
  }

  @Test
  void aNestIsNotNestedAgain() {
    String nested = "nested:outer=[anchored:folds=2],inner=[kfold:folds=2]";
    assertThatThrownBy(() -> Splitter.parse("nested:outer=[" + nested + "],inner=[kfold:folds=2]"))
        .hasMessageContaining("nest once only");
  }

  private static void refused(String split, RowTimes rows, String... words) {
    assertThatThrownBy(() -> Splitter.parse(split).split(rows))
        .as(split)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining("; ");
  }

  @Test
  void aTimelineThatIsTooShort() {
    refused("kfold:folds=20,by=events", minutes(10, 1), "10 rows", "too few for 20 blocks");
    refused(
        "kfold:folds=3,by=session,calendar=nyse",
        minutes(500, 5),
        "1 sessions of calendar nyse",
        "too few for 3 blocks",
        "by=time");
    refused(
        "anchored:folds=3,train=P2D",
        minutes(500, 5),
        "PT8H19M",
        "do not fit; ask for fewer folds");
    refused(
        "anchored:folds=3,train=0.5,by=session,calendar=nyse", minutes(300, 5), "do not fit; ask");
    assertThatThrownBy(() -> minutes(1, 5)).hasMessageContaining("label more rows");
    assertThatThrownBy(() -> SortedRowTimes.of(new long[] {5, 5}, new long[] {6, 6}))
        .hasMessageContaining("label more rows");
  }

  @Test
  void labelsThatAreLongerThanABlock() {
    refused(
        "kfold:folds=10",
        minutes(100, 11),
        "labels are longer than a block: one of block 0 ends at 2024-01-02T14:50:00Z",
        "ask for fewer blocks or a shorter horizon");
    assertThat(Splitter.parse("kfold:folds=10").split(minutes(100, 9))).hasSize(10);
  }

  @Test
  void anEmbargoThatEmptiesAFold() {
    refused(
        "kfold:folds=2,embargo=PT50M",
        minutes(100, 5),
        "fold 0, which tests blocks {0}, has nothing left to train on",
        "PT50M",
        "shorter embargo");
    refused("cpcv:groups=4,test=3,embargo=PT30M", minutes(100, 5), "nothing left to train on");
  }

  @Test
  void aBlockWithoutRows() {
    refused(
        "kfold:folds=4",
        rows(new long[] {0, 1, 2, 3, 96, 97, 98, 99}, 1),
        "block 1 of folds=4",
        "has no rows; ask for fewer or cut by=events");
  }

  @Test
  void rowsOfOneInstantAreNotParted() {
    long[] minutes = {0, 1, 2, 3, 3, 3, 3, 3, 3, 3, 4, 5};
    refused(
        "kfold:folds=4,by=events",
        rows(minutes, 1),
        "stand at the same instant 2024-01-02T14:33:00Z",
        "not parted; ask for fewer folds");
    List<Split> two = Splitter.parse("kfold:folds=2,by=events").split(rows(minutes, 1));
    assertThat(two.get(1).testHull().from()).isEqualTo(Instant.parse("2024-01-02T14:33:00Z"));
    refused(
        "anchored:folds=2,train=0.3,by=events",
        rows(new long[] {0, 0, 0, 0, 1, 2, 3, 4}, 1),
        "they all stand at 2024-01-02T14:30:00Z");
  }

  @Test
  void anOuterFoldThatCannotBeSplitAgainIsNamed() {
    Nested nested =
        (Nested)
            Splitter.parse(
                "nested:outer=[anchored:folds=2,train=0.1],inner=[kfold:folds=12,by=events]");
    assertThatThrownBy(() -> nested.nests(minutes(100, 1)))
        .hasMessageContaining("inside outer fold 0, which trains on 2024-01-02T14:30:00Z")
        .hasMessageContaining("too few for 12 blocks");
  }

  @Test
  void aSplitThatWouldLeakCannotBeMade() {
    Window test = new Window(100, 200);
    TestWindow tested = new TestWindow(test, 230);
    assertThatThrownBy(() -> new Split(0, List.of(train(220, 300)), List.of(tested), 0))
        .hasMessageContaining("labels of its test end at 230")
        .hasMessageContaining("begin the training window later");
    assertThatThrownBy(() -> new Split(0, List.of(train(234, 300)), List.of(tested), 5))
        .hasMessageContaining("begin the training window later");
    assertThat(new Split(0, List.of(train(235, 300)), List.of(tested), 5).shadows())
        .containsExactly(new Window(200, 230));
    assertThatThrownBy(() -> new Split(0, List.of(), List.of(tested), 0))
        .hasMessageContaining("no training window");
    assertThatThrownBy(
            () -> new Split(0, List.of(train(20, 30), train(10, 15)), List.of(tested), 0))
        .hasMessageContaining("in order of time");
    assertThatThrownBy(() -> new TestWindow(test, 100)).hasMessageContaining("before it begins");
    assertThatThrownBy(() -> new TrainWindow(test, 150)).hasMessageContaining("end it there");
    assertThatThrownBy(() -> SortedRowTimes.of(new long[] {1, 2}, new long[] {1, 3}))
        .hasMessageContaining("must end after its row");
    assertThatThrownBy(() -> SortedRowTimes.of(new long[] {1, 2}, new long[] {2}))
        .hasMessageContaining("one of each");
  }

  private static TrainWindow train(long from, long to) {
    return new TrainWindow(new Window(from, to), TrainWindow.UNLIMITED);
  }

  @Test
  void pathsNeedAllFoldsOfOneSplit() {
    List<Split> folds = Splitter.parse("cpcv:groups=4,test=2").split(minutes(100, 1));
    assertThat(BacktestPaths.of(folds).count()).isEqualTo(3);
    assertThat(BacktestPaths.of(folds).foldsOf(0)).containsExactly(0, 0, 1, 2);
    assertThat(BacktestPaths.of(folds).foldsOf(2)).containsExactly(2, 4, 5, 5);
    assertThatThrownBy(() -> BacktestPaths.of(folds.subList(0, 4)))
        .hasMessageContaining("give all folds of one split");
    assertThatThrownBy(() -> BacktestPaths.of(List.of())).hasMessageContaining("split first");
    assertThatThrownBy(() -> BacktestPaths.of(folds).pathOf(0, START + 99 * MINUTE))
        .hasMessageContaining("does not test");
  }

  @Test
  void aWorkedExampleOfBothSides() {
    // 100 minutes in 4 blocks of 25, labels of 5 minutes, embargo of 3: block 1 is tested.
    Split split = Splitter.parse("kfold:folds=4,embargo=PT3M").split(minutes(101, 5)).get(1);
    long edge = split.testHull().fromNanos();
    assertThat(split.trains(edge - 8 * MINUTE, edge - 3 * MINUTE)).isTrue();
    assertThat(split.trains(edge - 7 * MINUTE, edge - 2 * MINUTE)).isFalse();
    assertThat(split.purges(edge - 7 * MINUTE, edge - 2 * MINUTE)).isTrue();
    long last = START + 49 * MINUTE; // of the test: its label ends at minute 54
    assertThat(split.tests(last)).isTrue();
    assertThat(split.purges(last + 4 * MINUTE, last + 9 * MINUTE)).isTrue();
    assertThat(split.purges(last + 5 * MINUTE, last + 10 * MINUTE)).isFalse();
    assertThat(split.trains(last + 7 * MINUTE, last + 12 * MINUTE)).isFalse();
    assertThat(split.trains(last + 8 * MINUTE, last + 13 * MINUTE)).isTrue();
    assertThat(Duration.ofNanos(split.embargoNanos())).isEqualTo(Duration.ofMinutes(3));
  }
}
