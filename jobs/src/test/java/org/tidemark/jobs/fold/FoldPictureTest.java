package org.tidemark.jobs.fold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tidemark.jobs.report.Fold;
import org.tidemark.models.split.Split;
import org.tidemark.models.split.TestWindow;
import org.tidemark.models.split.TrainWindow;
import org.tidemark.models.split.Window;

/** A fold is drawn in order of time, without a gap. */
class FoldPictureTest {
  private static final FoldCounts COUNTS = new FoldCounts(70, 7, 30);

  private static String drawn(Split split) {
    StringBuilder text = new StringBuilder();
    Fold fold = FoldPicture.of(split, COUNTS, Duration.ofNanos(5));
    for (Fold.Span span : fold.spans()) {
      text.append("%s %d-%d ".formatted(span.use(), nanos(span.start()), nanos(span.end())));
    }
    assertThat(fold.trainRows()).isEqualTo(70);
    assertThat(fold.purgedRows()).isEqualTo(7);
    assertThat(fold.testRows()).isEqualTo(30);
    return text.toString().strip();
  }

  private static long nanos(Instant time) {
    return Duration.between(Instant.EPOCH, time).toNanos();
  }

  @Test
  void walkForwardIsTrainPurgeEmbargoTest() {
    assertThat(drawn(new Split(0, new Window(0, 40), new Window(50, 75), 10)))
        .isEqualTo("TRAIN 0-35 PURGE 35-40 EMBARGO 40-50 TEST 50-75");
    assertThat(drawn(new Split(0, new Window(0, 3), new Window(3, 75), 0)))
        .isEqualTo("PURGE 0-3 TEST 3-75");
  }

  @Test
  void aTestInTheMiddleHasPurgeAndEmbargoOnBothSides() {
    Split split =
        new Split(
            2,
            List.of(
                new TrainWindow(new Window(0, 38), 38),
                new TrainWindow(new Window(74, 100), TrainWindow.UNLIMITED)),
            List.of(new TestWindow(new Window(40, 50), 53), new TestWindow(new Window(60, 70), 72)),
            2);
    assertThat(drawn(split))
        .isEqualTo(
            "TRAIN 0-33 PURGE 33-38 EMBARGO 38-40 TEST 40-50 PURGE 50-53 EMBARGO 53-60 TEST 60-70"
                + " PURGE 70-72 EMBARGO 72-74 TRAIN 74-100");
  }

  @Test
  void aFoldWithoutRowsIsNamedWithWhatToDo() {
    Split split = new Split(0, new Window(0, 40), new Window(50, 75), 10);
    assertThat(FoldCounts.problem(List.of(split), List.of(COUNTS))).isEmpty();
    assertThat(FoldCounts.problem(List.of(split), List.of(new FoldCounts(0, 9, 3))).orElseThrow())
        .contains("fold 0 has no row to train on", "9 rows are purged", "PT0.00000001S; ask for");
    assertThat(FoldCounts.problem(List.of(split), List.of(new FoldCounts(5, 0, 0))).orElseThrow())
        .contains("fold 0 has no row to test", "; ask for fewer folds or cut them by=events");
  }
}
