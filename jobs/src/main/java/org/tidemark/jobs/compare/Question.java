package org.tidemark.jobs.compare;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which two versions of a model are held against each other on what they scored live.
 *
 * @param model name of the model
 * @param a version of arm A
 * @param b version of arm B
 * @param fromNanos scores from here on; the first that both arms have where empty
 * @param toNanos scores before this; all where empty
 * @param test name of the test; told from model, versions and design where empty
 * @param planned observations after which the test ends, 1 or more
 * @param alpha chance of a wrong decision over all looks, above 0 and below 1
 */
public record Question(
    String model,
    String a,
    String b,
    Optional<Long> fromNanos,
    Optional<Long> toNanos,
    Optional<String> test,
    long planned,
    double alpha) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._:,-]{0,149}");

  public Question {
    if (a.equals(b)) {
      throw new IllegalArgumentException("both arms are version '" + a + "'; name two");
    }
    if (test.isPresent() && !NAME.matcher(test.get()).matches()) {
      throw new IllegalArgumentException(
          "test name '"
              + test.get()
              + "' must be at most 150 letters, digits, spaces and '._:,-', the first a letter or"
              + " digit");
    }
    if (fromNanos.isPresent() && toNanos.isPresent() && fromNanos.get() >= toNanos.get()) {
      throw new IllegalArgumentException("the end must be after the beginning; give a later --to");
    }
    if (planned < 1) {
      throw new IllegalArgumentException(
          "planned = " + planned + " must be 1 or more observations");
    }
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException("alpha = " + alpha + " must be between 0 and 1");
    }
  }
}
