package org.tidemark.jobs.cli;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which rows a verb looks at: of some instruments, of some days. */
final class BarsOption {
  @Option(
      names = "--instrument",
      split = ",",
      paramLabel = "ID",
      description = "Only these instruments.")
  private List<String> instruments = new ArrayList<>();

  @Option(names = "--from", paramLabel = "DATE", description = "First UTC day.")
  private Optional<LocalDate> from = Optional.empty();

  @Option(names = "--to", paramLabel = "DATE", description = "UTC day to end before.")
  private Optional<LocalDate> to = Optional.empty();

  /** Names; empty is all of them. */
  List<String> instruments() {
    return List.copyOf(instruments);
  }

  /** First day; empty is from the beginning. */
  Optional<LocalDate> from() {
    return from;
  }

  /** Day to end before; empty is to the end. */
  Optional<LocalDate> to() {
    return to;
  }
}
