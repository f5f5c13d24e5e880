package org.tidemark.models.split;

import java.util.List;

/** A way to cut a timeline into folds without letting training see the test. */
public sealed interface Splitter permits WalkForward, PurgedKFold, CombinatorialPurged, Nested {
  /** One text of each form that {@link #parse} reads. */
  List<String> EXAMPLES =
      List.of(
          WalkForward.EXAMPLE,
          "rolling:folds=12,train=0.2,embargo=PT1H,by=session,calendar=nyse",
          PurgedKFold.EXAMPLE,
          "kfold:folds=5,embargo=PT1H,by=events",
          CombinatorialPurged.EXAMPLE,
          Nested.EXAMPLE);

  /** Stable text that names this splitter and all its settings; {@link #parse} reads it back. */
  String id();

  /** Whether no fold trains on anything later than its test. */
  default boolean trainsOnThePastOnly() {
    return false;
  }

  /**
   * The folds, numbered from 0.
   *
   * @throws IllegalArgumentException if the rows are too few or too short for them
   */
  List<Split> split(RowTimes rows);

  /**
   * Reads one of these forms, each {@code kind:setting=value,...}:
   *
   * <ul>
   *   <li>{@code anchored:folds=12,train=0.4,embargo=PT1H} or the same with {@code rolling}; {@code
   *       train} is a share or a duration and defaults to 0.4;
   *   <li>{@code kfold:folds=5,embargo=PT1H};
   *   <li>{@code cpcv:groups=10,test=2,embargo=PT1H};
   *   <li>{@code nested:outer=[...],inner=[...]} with one of the others in each bracket.
   * </ul>
   *
   * {@code embargo} defaults to none. Every form but the last takes {@code by=time} (the default),
   * {@code by=events}, or {@code by=session} with {@code calendar=nyse} or {@code
   * calendar=continuous}: what blocks have equally much of.
   */
  static Splitter parse(String text) {
    SplitText read = SplitText.read(text);
    try {
      return switch (read.kind()) {
        case "anchored", "rolling" -> WalkForward.parse(read);
        case PurgedKFold.KIND -> PurgedKFold.parse(read);
        case CombinatorialPurged.KIND -> CombinatorialPurged.parse(read);
        case Nested.KIND -> Nested.parse(read);
        default ->
            throw new IllegalArgumentException(
                "it must begin with anchored, rolling, kfold, cpcv or nested");
      };
    } catch (SplitText.Refused e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw read.refuse(e.getMessage());
    }
  }
}
