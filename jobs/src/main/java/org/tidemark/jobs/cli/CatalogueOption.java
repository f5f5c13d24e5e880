package org.tidemark.jobs.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.tidemark.jobs.catalogue.Catalogue;
import picocli.CommandLine.Option;

/** Which catalogue a verb reads. */
public final class CatalogueOption {
  @Option(
      names = "--catalogue",
      paramLabel = "FILE",
      description = "JSON file of another catalogue; default: the one that comes with Tidemark.")
  private Optional<Path> file = Optional.empty();

  Catalogue catalogue() {
    return file.map(Catalogue::read).orElseGet(Catalogue::standard);
  }
}
