package org.tidemark.jobs;

import org.tidemark.jobs.dag.DagsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Tidemark. */
@Command(
    name = "tidemark",
    description =
        "Machine learning on market data: from raw files to certified, live-scored models.",
    mixinStandardHelpOptions = true,
    version = "tidemark 0.1.0",
    subcommands = {DagsCommand.class, CommandLine.HelpCommand.class})
public final class Main {
  private Main() {}

  /** Runs one verb; the process ends with its exit code. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }
}
