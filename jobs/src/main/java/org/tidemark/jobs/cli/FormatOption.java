package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Option;

/** How a verb prints rows. */
final class FormatOption {
  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, csv or json (one object a line); default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Option(
      names = "--limit",
      defaultValue = "1000",
      description = "Most rows that format table prints; default: ${DEFAULT-VALUE}.")
  private int limit;

  void print(Dataset<Row> rows, PrintWriter out) {
    format.print(rows, limit, out);
  }

  /** Whether a line of words may follow the rows. */
  boolean forReaders() {
    return format == OutputFormat.table;
  }
}
