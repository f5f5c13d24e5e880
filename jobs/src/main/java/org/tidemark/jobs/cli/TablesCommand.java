package org.tidemark.jobs.cli;

import java.util.concurrent.Callable;
import org.tidemark.lakehouse.Column;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the tables of the lake: names, grains and columns. */
@Command(
    name = "tables",
    mixinStandardHelpOptions = true,
    description = "List every table with its grain, or one table with its columns.",
    footer = {"", "Examples:", "  tidemark tables", "  tidemark tables models.model_metrics"})
public final class TablesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", defaultValue = "", paramLabel = "NAME", description = "Table.")
  private String name;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (name.isEmpty()) {
      Tables.all().forEach(t -> out.printf("%-28s %s%n", t.qualifiedName(), t.grain()));
      out.println("features.<feature set>       one row per instrument and closed bar");
      out.flush();
      return 0;
    }
    Table table =
        Tables.named(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no table '" + name + "'; 'tidemark tables' lists them"));
    out.println(table.qualifiedName() + ": " + table.grain());
    for (Column column : table.columns()) {
      out.printf(
          "  %-22s %-18s %-9s %s%n",
          column.name(),
          column.type().sql(),
          column.isRequired() ? "required" : "optional",
          column.meaning());
    }
    out.flush();
    return 0;
  }
}
