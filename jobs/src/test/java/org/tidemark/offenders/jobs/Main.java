package org.tidemark.offenders.jobs;

import org.tidemark.offenders.jobs.cli.Innocent;

/** The one class of the root that may look down. */
final class Main {
  public static void main(String[] args) {
    System.exit(new Innocent().run());
  }
}
