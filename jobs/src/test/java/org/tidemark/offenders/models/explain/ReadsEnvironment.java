package org.tidemark.offenders.models.explain;

/** Depends on who started the program. */
final class ReadsEnvironment {
  String home() {
    return System.getenv("HOME");
  }
}
