package org.tidemark.models.split;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Walk-forward validation: the timeline's tail is cut into equally long test windows, and each is
 * tested by a model that learned only from what came before it.
 *
 * <p>With the first event at F, the end of the timeline at T, training length L and embargo E, the
 * tests divide {@code [F + L + E, T)}. An anchored fold trains on {@code [F, test.from - E)}, a
 * rolling one on the last L before that end.
 *
 * <p>Cut by events, L is a number of rows where it is a share, and tests have equally many rows.
 * Cut by session, the first test begins at the first open that leaves room for L and E, and tests
 * have equally many sessions; L and E stay times.
 *
 * @param kind whether training windows grow or move
 * @param folds number of tests, 1 or more
 * @param train length of the first (anchored) or of every (rolling) training window
 * @param embargo gap between the training label spans and the test, 0 or more
 * @param cut what makes the tests equal
 */
public record WalkForward(Kind kind, int folds, TrainLength train, Duration embargo, Cut cut)
    implements Splitter {
  static final String EXAMPLE = "anchored:folds=12,train=0.4,embargo=PT1H";

  /** Whether training windows grow from one beginning or keep their length and move. */
  public enum Kind {
    ANCHORED,
    ROLLING
  }

  public WalkForward {
    if (folds < 1) {
      throw new IllegalArgumentException("folds = " + folds + " must be 1 or more");
    }
    Embargo.check(embargo);
  }

  /** Tests of equal time. */
  public WalkForward(Kind kind, int folds, TrainLength train, Duration embargo) {
    this(kind, folds, train, embargo, Cut.TIME);
  }

  @Override
  public String id() {
    return kind.name().toLowerCase(Locale.ROOT)
        + ":folds="
        + folds
        + ",train="
        + train.id()
        + ",embargo="
        + embargo
        + cut.id();
  }

  static WalkForward parse(SplitText text) {
    text.only("folds", "train", "embargo", "by", "calendar");
    return new WalkForward(
        Kind.valueOf(text.kind().toUpperCase(Locale.ROOT)),
        text.whole("folds"),
        TrainLength.parse(text.settings().getOrDefault("train", "0.4")),
        text.embargo(),
        text.cut());
  }

  @Override
  public boolean trainsOnThePastOnly() {
    return true;
  }

  @Override
  public List<Split> split(RowTimes rows) {
    Timeline timeline = rows.timeline();
    long gap = embargo.toNanos();
    long trained = cut.trainedAt(rows, train);
    long begin = cut.beginsAt(Math.addExact(trained, gap));
    long end = timeline.lastNanos() + 1;
    if (trained <= timeline.firstNanos()) {
      throw new IllegalArgumentException(
          "train = "
              + train.id()
              + " of "
              + rows.rows()
              + " rows is no time at all, because they all stand at "
              + Window.instant(trained)
              + "; ask for a longer training window");
    }
    if (begin > end - folds) {
      throw new IllegalArgumentException(
          "the timeline is "
              + Duration.ofNanos(timeline.lengthNanos())
              + " long, but training ("
              + Duration.ofNanos(trained - timeline.firstNanos())
              + "), embargo ("
              + embargo
              + ") and "
              + folds
              + " folds do not fit; ask for fewer folds or a shorter training window");
    }
    List<Window> tests = cut.blocks(rows, new Window(begin, end), folds);
    long[] ends = tests.stream().mapToLong(test -> test.fromNanos() - gap).toArray();
    long[] starts =
        switch (kind) {
          case ANCHORED -> LongStream.generate(timeline::firstNanos).limit(folds).toArray();
          case ROLLING -> cut.trainsFrom(rows, train, ends);
        };
    List<Split> splits = new ArrayList<>(folds);
    for (int fold = 0; fold < folds; fold++) {
      splits.add(new Split(fold, new Window(starts[fold], ends[fold]), tests.get(fold), gap));
    }
    return List.copyOf(splits);
  }
}
