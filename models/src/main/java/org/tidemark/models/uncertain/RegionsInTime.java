package org.tidemark.models.uncertain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tidemark.models.ensemble.MemberScores;
import org.tidemark.models.evaluate.Predictions;

/**
 * Where labels would have been said to lie as time went on: the rows of each fold by a rule that
 * was fitted on the rows of other folds whose labels had ended before the fold began; of {@link
 * IntervalMethod.Adaptive} each row by all labels that had ended by then.
 *
 * @param regions of each row; empty where too little was known
 */
public record RegionsInTime(List<Optional<Region>> regions) {
  public RegionsInTime {
    regions = List.copyOf(regions);
  }

  /** Of one learner's out-of-fold rows. */
  public static RegionsInTime of(Predictions p, IntervalMethod method) {
    return of(new MemberScores(List.of(p)), method);
  }

  /**
   * Of the out-of-fold rows of all models that the method reads.
   *
   * @throws IllegalArgumentException for another number of models, or other targets
   */
  public static RegionsInTime of(MemberScores scores, IntervalMethod method) {
    List<Predictions> each = scores.each();
    method.checkModels(each);
    Predictions p = scores.rows();
    method.need(p.target());
    if (method instanceof IntervalMethod.Adaptive adaptive) {
      return new RegionsInTime(
          adaptive.conformal().of(p).stream()
              .map(i -> Double.isFinite(i.width()) ? Optional.<Region>of(i) : none())
              .toList());
    }
    List<Optional<Region>> regions = new ArrayList<>(Collections.nCopies(p.rows(), none()));
    for (int fold : Arrays.stream(p.fold()).distinct().toArray()) {
      int[] rows = rows(p, i -> p.fold()[i] == fold);
      long begin = p.eventTimeNanos()[rows[0]];
      int[] before = rows(p, i -> p.fold()[i] != fold && p.spanEndNanos()[i] <= begin);
      if (before.length == 0) {
        continue;
      }
      IntervalRule rule = method.fit(each.stream().map(one -> one.only(before)).toList());
      if (rule.isKnown()) {
        for (int row : rows) {
          regions.set(row, Optional.of(rule.of(scores(each, row))));
        }
      }
    }
    return new RegionsInTime(regions);
  }

  private static double[] scores(List<Predictions> each, int row) {
    return each.stream().flatMapToDouble(one -> Arrays.stream(one.scoresOf(row))).toArray();
  }

  private static Optional<Region> none() {
    return Optional.empty();
  }

  private static int[] rows(Predictions p, IntPredicate which) {
    return IntStream.range(0, p.rows()).filter(which).toArray();
  }
}
