package org.tidemark.jobs;

import org.tidemark.jobs.cli.TidemarkCommand;

/**
 * Entry point for the launcher and for spark-submit; the process ends with the verb's exit code.
 */
public final class Main {
  private Main() {}

  /** Runs one verb. */
  public static void main(String[] args) {
    int code = TidemarkCommand.execute(args);
    if (code != 0) {
      System.exit(code);
    }
  }
}
