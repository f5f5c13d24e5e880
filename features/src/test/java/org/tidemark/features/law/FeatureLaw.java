package org.tidemark.features.law;

import java.util.function.Consumer;
import org.tidemark.features.Feature;

/**
 * What must be true of every feature, whatever it computes. Each is checked on seeded random logs.
 */
public enum FeatureLaw {
  /** Saved and loaded between any two events, it gives the same bits. */
  RESUME("resuming from a saved state changes nothing", StateLaws::resume),
  /** Bars taken in by blocks give the bits of bars taken in one by one. */
  BLOCKS("blocks of bars change nothing", StateLaws::blocks),
  /** A row stays as it is whatever comes after it, and however often rows are read. */
  CAUSALITY("the future changes nothing", PastLaws::future),
  /** Two instruments side by side get what each gets alone: all change is in the state. */
  ISOLATION("instruments do not influence each other", StateLaws::isolation),
  /** Its declared memory is what it remembers, no less and no more. */
  MEMORY("nothing older than the memory matters, and the oldest in it does", PastLaws::memory),
  /** NaN before the documented warm-up and never after it; no value is infinite. */
  READINESS("it is ready when documented and ever after", ValueLaws::readiness),
  /** A loaded state saves to the same bytes, and cut bytes are refused. */
  CODEC("saved states are canonical and truncation is noticed", StateLaws::codec),
  /** Kinds of event outside of {@link Feature#inputs()} leave the state as it is. */
  UNDECLARED("events that it does not declare change nothing", InputLaws::undeclared),
  /** Without a kind of {@link Feature#inputs()} the state is another one. */
  DECLARED("every kind that it declares matters", InputLaws::declared),
  /** The worked example of {@link Feature#doc()} holds to six digits. */
  EXAMPLE("the documented example holds", ValueLaws::example),
  /** Its outputs are always the same, named as columns are, each with a unit and a meaning. */
  DOCUMENTATION("every output is named and explained", ValueLaws::documentation),
  /** Drivers send features to other processes. */
  SERIALIZATION("a copy in another process gives the same bits", StateLaws::serialization);

  private final String sentence;
  private final Consumer<Feature<?>> check;

  FeatureLaw(String sentence, Consumer<Feature<?>> check) {
    this.sentence = sentence;
    this.check = check;
  }

  /** The law in words. */
  public String sentence() {
    return sentence;
  }

  /**
   * Tries to break the law.
   *
   * @throws AssertionError if it is broken, with the seed that shows it
   */
  public void check(Feature<?> feature) {
    try {
      check.accept(feature);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          feature.id() + " breaks the law that " + sentence + ": " + e.getMessage(), e);
    }
  }
}
