package org.tidemark.models.tune;

/** What one parameter is set to. */
public sealed interface Value {
  /** As a study's ledger and the command line write it; the parameter's domain reads it back. */
  String text();

  /** A real number. */
  record Real(double number) implements Value {
    @Override
    public String text() {
      return Double.toString(number);
    }
  }

  /** A whole number. */
  record Whole(long number) implements Value {
    @Override
    public String text() {
      return Long.toString(number);
    }
  }

  /** One of some words. */
  record Word(String word) implements Value {
    @Override
    public String text() {
      return word;
    }
  }
}
