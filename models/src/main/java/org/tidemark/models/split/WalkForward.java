package org.tidemark.models.split;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Walk-forward validation: the timeline's tail is cut into equally long test windows, and each is
 * tested by a model that learned only from what came before it.
 *
 * <p>With the first event at F, the end of the timeline at T, training length L and embargo E, the
 * tests divide {@code [F + L + E, T)}. An anchored fold trains on {@code [F, test.from - E)}, a
 * rolling one on the last L before that end.
 *
 * @param kind whether training windows grow or move
 * @param folds number of tests, 1 or more
 * @param train length of the first (anchored) or of every (rolling) training window
 * @param embargo gap between the training label spans and the test, 0 or more
 */
public record WalkForward(Kind kind, int folds, TrainLength train, Duration embargo)
    implements Splitter {
  /** Whether training windows grow from one beginning or keep their length and move. */
  public enum Kind {
    ANCHORED,
    ROLLING
  }

  public WalkForward {
    if (folds < 1) {
      throw new IllegalArgumentException("folds = " + folds + " must be 1 or more");
    }
    if (embargo.isNegative()) {
      throw new IllegalArgumentException("embargo = " + embargo + " must be 0 or more");
    }
  }

  @Override
  public String id() {
    return kind.name().toLowerCase(Locale.ROOT)
        + ":folds="
        + folds
        + ",train="
        + train.id()
        + ",embargo="
        + embargo;
  }

  static WalkForward parse(String text) {
    String[] parts = text.split(":", 2);
    Kind kind =
        switch (parts[0]) {
          case "anchored" -> Kind.ANCHORED;
          case "rolling" -> Kind.ROLLING;
          default -> throw refuse(text, "it must begin with anchored or rolling");
        };
    Map<String, String> settings = new TreeMap<>(Map.of("train", "0.4", "embargo", "PT0S"));
    for (String setting : parts.length == 2 ? parts[1].split(",") : new String[0]) {
      String[] pair = setting.split("=", 2);
      if (pair.length != 2 || !List.of("folds", "train", "embargo").contains(pair[0])) {
        throw refuse(text, "'" + setting + "' is not folds=, train= or embargo=");
      }
      settings.put(pair[0], pair[1]);
    }
    if (!settings.containsKey("folds")) {
      throw refuse(text, "folds= is missing");
    }
    try {
      return new WalkForward(
          kind,
          Integer.parseInt(settings.get("folds")),
          TrainLength.parse(settings.get("train")),
          Duration.parse(settings.get("embargo")));
    } catch (NumberFormatException e) {
      throw refuse(text, "folds must be a whole number");
    } catch (DateTimeParseException e) {
      throw refuse(text, "embargo must be a duration such as PT1H");
    }
  }

  private static IllegalArgumentException refuse(String text, String why) {
    return new IllegalArgumentException(
        "split '"
            + text
            + "': "
            + why
            + "; write for example anchored:folds=12,train=0.4,embargo=PT1H");
  }

  @Override
  public List<Split> split(Timeline timeline) {
    long length = train.nanos(timeline);
    long gap = embargo.toNanos();
    long tail = timeline.lengthNanos() - Math.addExact(length, gap);
    if (tail < folds) {
      throw new IllegalArgumentException(
          "the timeline is "
              + Duration.ofNanos(timeline.lengthNanos())
              + " long, but training ("
              + Duration.ofNanos(length)
              + "), embargo ("
              + embargo
              + ") and "
              + folds
              + " folds do not fit; ask for fewer folds or a shorter training window");
    }
    long tests = timeline.lastNanos() + 1 - tail;
    List<Split> splits = new ArrayList<>(folds);
    for (int fold = 0; fold < folds; fold++) {
      Window test = new Window(edge(tests, tail, fold), edge(tests, tail, fold + 1));
      long trainEnd = test.fromNanos() - gap;
      long trainStart =
          switch (kind) {
            case ANCHORED -> timeline.firstNanos();
            case ROLLING -> trainEnd - length;
          };
      splits.add(new Split(fold, new Window(trainStart, trainEnd), test, gap));
    }
    return List.copyOf(splits);
  }

  /** {@code start + tail * i / folds} without overflow. */
  private long edge(long start, long tail, int i) {
    return start + tail / folds * i + tail % folds * i / folds;
  }
}
