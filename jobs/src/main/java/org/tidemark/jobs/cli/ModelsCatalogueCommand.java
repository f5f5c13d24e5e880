package org.tidemark.jobs.cli;

import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.tidemark.jobs.catalogue.Catalogue;
import org.tidemark.jobs.catalogue.CatalogueEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the catalogue has to train; needs no lake. */
@Command(
    name = "catalogue",
    mixinStandardHelpOptions = true,
    description = "List the models of the catalogue, or show one.",
    footer = {
      "",
      "Examples:",
      "  tidemark models catalogue",
      "  tidemark models catalogue show volatility-1h",
      "  tidemark train --entry volatility-1h --lake lake --as-of 2018-06-01"
    })
final class ModelsCatalogueCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private CatalogueOption option;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    Catalogue catalogue = option.catalogue();
    TextTable.print(
        new String[] {"entry", "category", "family", "features", "bars", "label", "regimes"},
        catalogue.entries().stream().map(ModelsCatalogueCommand::line).toList(),
        out);
    out.println(catalogue.entries().size() + " entries, catalogue version " + catalogue.version());
    out.flush();
    return 0;
  }

  private static String[] line(CatalogueEntry entry) {
    return new String[] {
      entry.name(),
      entry.category().name(),
      entry.family().name(),
      entry.settings().getOrDefault("features", ""),
      entry.settings().getOrDefault("sampler", ""),
      entry.settings().getOrDefault("label", ""),
      String.join(",", entry.regimes())
    };
  }

  /** Everything about one entry. */
  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show one entry.")
  int show(
      @Mixin CatalogueOption file,
      @Parameters(paramLabel = "NAME", description = "Name of the entry.") String name) {
    var out = spec.commandLine().getOut();
    CatalogueEntry entry = file.catalogue().named(name);
    entry.check();
    List<String[]> lines =
        List.of(
            new String[] {"name", entry.name()},
            new String[] {"purpose", entry.purpose()},
            new String[] {"category", entry.category().name()},
            new String[] {"family", entry.family().name()},
            new String[] {"regimes", String.join(", ", entry.regimes())},
            new String[] {"data", entry.shape()},
            new String[] {"needs", String.join(", ", entry.needs())},
            new String[] {"target", entry.target().toString()},
            new String[] {"output", entry.output()});
    lines.forEach(line -> out.printf("%-10s %s%n", line[0], line[1]));
    new TreeMap<>(entry.settings()).forEach((k, v) -> out.printf("%-10s %s=%s%n", "set", k, v));
    out.flush();
    return 0;
  }
}
