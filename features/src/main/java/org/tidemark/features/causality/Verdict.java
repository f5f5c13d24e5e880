package org.tidemark.features.causality;

/**
 * What was found about one output of one subject.
 *
 * @param subject for example {@code bars40} or {@code fixed-15m}
 * @param output a column, a fold or a fitted thing
 * @param compared how many values were compared over all worlds
 */
public record Verdict(String subject, String output, Outcome outcome, long compared) {
  /** Whether the future was found in it. */
  public boolean leaks() {
    return outcome instanceof Outcome.Leak;
  }
}
