package org.tidemark.models.compare;

import java.util.Arrays;

/**
 * One test of two contestants, with its p value corrected for all pairs of the same round.
 *
 * @param first name of the first
 * @param second name of the second
 * @param kind what was tested
 * @param observations cells of time or periods, on either side
 * @param firstMean mean measure of the first over them; NaN without any
 * @param secondMean that of the second
 * @param low lower end of the 95 % bootstrap interval of first less second; NaN where there is none
 *     (fewer than {@value DifferenceInterval#FEWEST} observations, or a test of ranks)
 * @param high upper end
 * @param cohensD of the measures; NaN where nothing varies
 * @param cliffsDelta of the measures, above 0 where the first tends to have more; NaN without any
 * @param pValue two-sided; NaN where no test could be made
 * @param holm the same, corrected after Holm; NaN where the p value is
 * @param benjaminiHochberg false discovery rate after Benjamini and Hochberg; NaN likewise
 */
public record PairTest(
    String first,
    String second,
    Kind kind,
    int observations,
    double firstMean,
    double secondMean,
    double low,
    double high,
    double cohensD,
    double cliffsDelta,
    double pValue,
    double holm,
    double benjaminiHochberg) {
  /** Error rate over all pairs at which one is called better: {@value}. */
  public static final double LEVEL = 0.05;

  /** What is tested. */
  public enum Kind {
    /** Losses over time, with the variance that overlapping labels need; lower is better. */
    DIEBOLD_MARIANO("diebold-mariano", -1),
    /** Mean of the returns of periods, paired; higher is better. */
    PAIRED_T("paired-t", 1),
    /** Ranks of the returns of periods, not paired; higher is better. */
    MANN_WHITNEY("mann-whitney", 1);

    private final String id;
    private final int sign;

    Kind(String id, int sign) {
      this.id = id;
      this.sign = sign;
    }

    /** The name that tables store. */
    public String id() {
      return id;
    }

    /** The kind of that name. */
    public static Kind of(String id) {
      return Arrays.stream(values())
          .filter(kind -> kind.id.equals(id))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("'" + id + "' is no test of pairs"));
    }

    /** Whether it is a test of losses, not of returns. */
    public boolean ofLosses() {
      return this == DIEBOLD_MARIANO;
    }
  }

  /** What a test says. */
  public enum Outcome {
    /** The first is better. */
    FIRST,
    /** The second is better. */
    SECOND,
    /** The two cannot be told apart. */
    NO_DIFFERENCE,
    /** Too few observations, or nothing varies. */
    NOT_TESTED
  }

  /** Mean of the first less mean of the second; NaN without observations. */
  public double difference() {
    return firstMean - secondMean;
  }

  /** Whether it is of these two, either of them first. */
  public boolean isOf(String one, String other) {
    return first.equals(one) && second.equals(other) || first.equals(other) && second.equals(one);
  }

  /**
   * By how much one of the two is better, in the test's own measure: above 0 where it is, below
   * where it is worse; NaN without observations.
   */
  public double lead(String name) {
    double lead = kind.sign * (kind == Kind.MANN_WHITNEY ? cliffsDelta : difference());
    return name.equals(first) ? lead : 0 - lead;
  }

  /** Who is better, if Holm's p value is at most {@value #LEVEL}. */
  public Outcome outcome() {
    if (Double.isNaN(holm)) {
      return Outcome.NOT_TESTED;
    }
    double lead = lead(first);
    if (holm > LEVEL || lead == 0) {
      return Outcome.NO_DIFFERENCE;
    }
    return lead > 0 ? Outcome.FIRST : Outcome.SECOND;
  }

  PairTest corrected(double holmP, double falseDiscoveries) {
    return new PairTest(
        first,
        second,
        kind,
        observations,
        firstMean,
        secondMean,
        low,
        high,
        cohensD,
        cliffsDelta,
        pValue,
        holmP,
        falseDiscoveries);
  }
}
