package org.tidemark.models.ensemble;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tidemark.models.Target;
import org.tidemark.models.form.ByRegime;
import org.tidemark.models.form.Combiner;

/** How the combiner of an ensemble is learned from out-of-fold scores, or that nothing is. */
public enum CombineMethod {
  /** The weighted mean of least log loss, squared error or, of a quantile, pinball loss. */
  WEIGHTED,
  /** The plain mean of probabilities or estimates. */
  SOFT,
  /** Each member's most probable class, counted. */
  VOTE,
  /** A logistic or linear regression on the members' scores. */
  STACKING,
  /** The mean by weights that each member has earned lately in the row's market regime. */
  REGIME;

  /** Rows below which nothing is learned. */
  public static final int FEWEST_ROWS = 200;

  /** In lower case, as settings have it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The method of that name. */
  public static CombineMethod of(String id) {
    return Arrays.stream(values())
        .filter(method -> method.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown ensemble '"
                        + id
                        + "'; known: off, "
                        + Arrays.stream(values())
                            .map(CombineMethod::id)
                            .collect(Collectors.joining(", "))));
  }

  /** Whether scores are needed to make a combiner. */
  public boolean learns() {
    return this == WEIGHTED || this == STACKING || this == REGIME;
  }

  /** Refuses a target that it cannot combine. */
  public void need(Target target) {
    if (this == VOTE && target instanceof Target.Regression) {
      throw new IllegalArgumentException(
          "ensemble = vote needs classes, but the label is a real number; use weighted, soft or"
              + " stacking");
    }
  }

  /** Refuses what would be learned by another loss than that of the quantile. */
  public void needQuantile(double level) {
    if (this == STACKING) {
      throw new IllegalArgumentException(
          "ensemble = stacking learns the mean of a label, but the learners estimate its quantile "
              + level
              + "; use weighted or regime, which learn by pinball loss, or soft");
    }
  }

  /** {@link #fit(MemberScores, OptionalDouble)} where no quantile is estimated. */
  public Combiner fit(MemberScores scores) {
    return fit(scores, OptionalDouble.empty());
  }

  /**
   * A combiner learned from all rows.
   *
   * @param quantile of a real label that all members estimate; its mean without
   * @throws IllegalArgumentException for fewer than {@value #FEWEST_ROWS} rows, or rows of one
   *     class, where it learns; for rows without a regime, where it goes by that
   */
  public Combiner fit(MemberScores scores, OptionalDouble quantile) {
    int[] all = IntStream.range(0, scores.rows().rows()).toArray();
    if (learns() && !enough(scores, all)) {
      throw new IllegalArgumentException(
          all.length
              + " out-of-fold rows do not teach how to combine "
              + scores.members()
              + " models; "
              + FEWEST_ROWS
              + " of two or more labels are needed: validate on more rows, or set ensemble=soft");
    }
    Combiner learned = fit(scores, all, quantile);
    if (learned instanceof ByRegime chosen && chosen.means().isEmpty()) {
      throw new IllegalArgumentException(
          "none of "
              + all.length
              + " out-of-fold rows has a market regime to weigh members by; set ensemble=weighted");
    }
    return learned;
  }

  Combiner fit(MemberScores scores, int[] picked, OptionalDouble quantile) {
    need(scores.target());
    quantile.ifPresent(this::needQuantile);
    return switch (this) {
      case WEIGHTED -> new Combiner.Mean(SimplexFit.fit(scores, picked, quantile));
      case SOFT -> Combiner.equal(scores.members());
      case VOTE -> new Combiner.Vote(scores.members());
      case STACKING -> StackFit.fit(scores, picked);
      case REGIME -> RegimeWeights.STANDARD.fit(scores, picked, quantile);
    };
  }

  static boolean enough(MemberScores scores, int[] picked) {
    return picked.length >= FEWEST_ROWS
        && Arrays.stream(picked)
                .mapToDouble(i -> scores.rows().labels()[i])
                .distinct()
                .limit(2)
                .count()
            == 2;
  }
}
