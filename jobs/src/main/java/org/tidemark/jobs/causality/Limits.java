package org.tidemark.jobs.causality;

/** How much input the detector takes into memory: each rerun goes through all of it. */
final class Limits {
  private Limits() {}

  static void check(String what, long rows, long most) {
    if (rows > most) {
      throw new IllegalArgumentException(
          what
              + " has more than "
              + most
              + " rows in the span asked for; choose a shorter one with --from and --to, or one"
              + " --instrument");
    }
    if (rows == 0) {
      throw new IllegalArgumentException(
          what + " has no row in the span asked for; see --from, --to and --instrument");
    }
  }
}
