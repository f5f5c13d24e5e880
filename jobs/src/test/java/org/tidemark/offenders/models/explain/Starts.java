package org.tidemark.offenders.models.explain;

/** A second entry point. */
final class Starts {
  public static void main(String[] args) {}
}
