package org.tidemark.models.ensemble;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tidemark.models.Target;
import org.tidemark.models.evaluate.Predictions;
import org.tidemark.models.form.ByRegime;
import org.tidemark.models.form.Combiner;

/**
 * Out-of-fold predictions of several learners for the same rows of the same folds, in the same
 * order: what a combiner may be learned from, since no model scored a row that it was fitted on.
 *
 * @param each one per member
 * @param regimes of the same rows, for a combiner that goes by them
 */
public record MemberScores(List<Predictions> each, Optional<RegimeColumn> regimes) {

  /** Without regimes. */
  public MemberScores(List<Predictions> each) {
    this(each, Optional.empty());
  }

  public MemberScores {
    each = List.copyOf(each);
    if (each.isEmpty()) {
      throw new IllegalArgumentException("an ensemble needs at least one member");
    }
    Predictions first = each.get(0);
    for (Predictions other : each) {
      if (!other.target().equals(first.target())
          || !Arrays.equals(other.eventTimeNanos(), first.eventTimeNanos())
          || !Arrays.equals(other.instrument(), first.instrument())
          || !Arrays.equals(other.fold(), first.fold())
          || !Arrays.equals(other.labels(), first.labels())) {
        throw new IllegalArgumentException(
            "members predicted "
                + first.rows()
                + " and "
                + other.rows()
                + " rows that are not the same; validate all of them in one run");
      }
    }
    int known = regimes.map(r -> r.values().length).orElse(first.rows());
    if (known != first.rows()) {
      throw new IllegalArgumentException(first.rows() + " rows came with " + known + " regimes");
    }
  }

  /** What combines a row. */
  Combiner.Fixed fixed(Combiner combiner, int row) {
    return combiner instanceof ByRegime chosen
        ? chosen.of(known().values()[row])
        : (Combiner.Fixed) combiner;
  }

  /** The regimes, which a combiner asks for. */
  RegimeColumn known() {
    return regimes.orElseThrow(
        () -> new IllegalArgumentException("no regimes came with the scores of the members"));
  }

  /** What all of them predicted, with the scores of the first. */
  public Predictions rows() {
    return each.get(0);
  }

  Target target() {
    return rows().target();
  }

  int members() {
    return each.size();
  }

  /** Scores of one row, member after member. */
  float[] scores(int row) {
    int width = target().width();
    float[] scores = new float[members() * width];
    for (int m = 0; m < members(); m++) {
      for (int k = 0; k < width; k++) {
        scores[m * width + k] = (float) each.get(m).scores()[row * width + k];
      }
    }
    return scores;
  }

  /** What a member says of the class that came, or its estimate. */
  double ofTruth(int member, int row) {
    double[] scores = each.get(member).scores();
    if (target() instanceof Target.Regression) {
      return scores[row];
    }
    int label = (int) rows().labels()[row];
    if (target() instanceof Target.Binary) {
      return label == 1 ? scores[row] : 1 - scores[row];
    }
    return scores[row * target().width() + label];
  }
}
