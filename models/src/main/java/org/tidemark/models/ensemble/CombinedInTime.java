package org.tidemark.models.ensemble;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.form.Combiner;

/**
 * What an ensemble would have said as time went on: the rows of each fold go through a combiner
 * that was learned on the rows of other folds whose labels had ended before the fold began. Until
 * there are {@value CombineMethod#FEWEST_ROWS} such rows of two or more labels, all members count
 * the same, for which nothing has to be learned.
 *
 * @param predictions the members' rows with the combined scores
 * @param combiners per fold, the one that scored it
 */
public record CombinedInTime(Predictions predictions, Map<Integer, Combiner> combiners) {

  /** Of members validated in one run. */
  public static CombinedInTime of(MemberScores scores, CombineMethod method) {
    return of(scores, method, OptionalDouble.empty());
  }

  /**
   * The same of members of which all estimate one quantile.
   *
   * @param quantile its level; of the mean without
   */
  public static CombinedInTime of(
      MemberScores scores, CombineMethod method, OptionalDouble quantile) {
    Predictions p = scores.rows();
    int width = p.target().width();
    double[] combined = new double[p.scores().length];
    Map<Integer, Combiner> combiners = new TreeMap<>();
    float[] out = new float[width];
    for (int fold : Arrays.stream(p.fold()).distinct().toArray()) {
      int[] rows = rows(p, i -> p.fold()[i] == fold);
      long begin = p.eventTimeNanos()[rows[0]];
      int[] before = rows(p, i -> p.fold()[i] != fold && p.spanEndNanos()[i] <= begin);
      boolean known = !method.learns() || CombineMethod.enough(scores, before);
      Combiner combiner =
          known ? method.fit(scores, before, quantile) : Combiner.equal(scores.members());
      combiners.put(fold, combiner);
      for (int row : rows) {
        scores.fixed(combiner, row).combine(scores.scores(row), 0, width, out, 0);
        for (int k = 0; k < width; k++) {
          combined[row * width + k] = out[k];
        }
      }
    }
    return new CombinedInTime(
        new Predictions(
            p.target(),
            p.eventTimeNanos(),
            p.spanEndNanos(),
            p.instrument(),
            p.fold(),
            p.labels(),
            combined,
            p.forwardReturns()),
        combiners);
  }

  private static int[] rows(Predictions p, IntPredicate which) {
    return IntStream.range(0, p.rows()).filter(which).toArray();
  }
}
