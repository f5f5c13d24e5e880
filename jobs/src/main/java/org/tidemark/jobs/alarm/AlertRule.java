package org.tidemark.jobs.alarm;

import java.util.Optional;

/**
 * One row of {@code models.alert_rules} (X14). A limit itself is allowed: only what is above it is
 * told.
 *
 * @param name rule, for example {@code feature-psi}
 * @param subject what it is for, {@link #ANY} for all subjects
 * @param warningAbove people are told above it; NaN for never
 * @param criticalAbove critical above it; NaN for never
 * @param fewest observations below which nothing is decided, 1 or more
 * @param retrain whether an alert asks for a new fit
 */
public record AlertRule(
    String name,
    String subject,
    double warningAbove,
    double criticalAbove,
    long fewest,
    boolean retrain) {
  /** Stands for all subjects. */
  public static final String ANY = "*";

  /** What a rule says of a condition. */
  public sealed interface Judgement {
    /** Nothing can be said; an alert that is open stays open. */
    record Unknown() implements Judgement {}

    /** It is as it should be. */
    record Well() implements Judgement {}

    /**
     * It is not.
     *
     * @param limit the limit that it is above
     */
    record Bad(Severity severity, double limit) implements Judgement {}
  }

  public AlertRule {
    if (warningAbove > criticalAbove) {
      throw new IllegalArgumentException(
          "rule "
              + name
              + ": warning_above "
              + warningAbove
              + " must not exceed critical_above "
              + criticalAbove
              + "; change the row in models.alert_rules");
    }
    if (fewest < 1) {
      throw new IllegalArgumentException(
          "rule " + name + ": fewest = " + fewest + " must be 1 or more in models.alert_rules");
    }
  }

  boolean covers(Condition condition) {
    return name.equals(condition.rule())
        && (subject.equals(ANY) || subject.equals(condition.subject()));
  }

  /** Judges a condition that it covers. */
  public Judgement judge(double value, long n) {
    if (n < fewest || Double.isNaN(value)) {
      return new Judgement.Unknown();
    }
    return limitBroken(value).<Judgement>map(bad -> bad).orElseGet(Judgement.Well::new);
  }

  private Optional<Judgement.Bad> limitBroken(double value) {
    if (value > criticalAbove) {
      return Optional.of(new Judgement.Bad(Severity.CRITICAL, criticalAbove));
    }
    return value > warningAbove
        ? Optional.of(new Judgement.Bad(Severity.WARNING, warningAbove))
        : Optional.empty();
  }
}
