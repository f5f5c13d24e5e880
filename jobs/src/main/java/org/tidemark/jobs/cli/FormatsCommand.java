package org.tidemark.jobs.cli;

import java.util.concurrent.Callable;
import org.tidemark.lakehouse.ingest.Formats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what {@code ingest} can read. */
@Command(
    name = "formats",
    mixinStandardHelpOptions = true,
    description = "List the file formats that ingest can read.")
public final class FormatsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    Formats.all().forEach(f -> out.printf("%-26s %s%n", f.name(), f.describe()));
    out.printf("%-26s %s%n", "FILE.yaml", "A mapping of your own columns: docs/how-to/ingest.md.");
    out.flush();
    return 0;
  }
}
