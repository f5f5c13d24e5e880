package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a query over the tables of a lake. */
@Command(
    name = "sql",
    mixinStandardHelpOptions = true,
    description = "Query the lake's tables with SQL.",
    footer = {
      "",
      "Examples:",
      "  tidemark sql --lake lake \"select instrument, count(*) from market.bars group by 1\"",
      "  tidemark sql --lake lake --format csv \"select * from models.model_metrics\" > metrics.csv"
    })
public final class SqlCommand implements Callable<Integer> {
  private static final Pattern NAME =
      Pattern.compile("\\b(market|features|models|live)\\.([a-z][a-z0-9_]*)\\b");

  /** How rows are printed. */
  public enum Format {
    table,
    csv,
    json
  }

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, csv or json (one object a line); default: ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--limit",
      defaultValue = "1000",
      description = "Most rows that format table prints; default: ${DEFAULT-VALUE}.")
  private int limit;

  @Parameters(paramLabel = "QUERY", description = "A SQL query.")
  private String query;

  @Override
  public Integer call() {
    TableStore store = lake.store();
    register(store);
    print(store.spark().sql(query), format, limit, spec.commandLine().getOut());
    return 0;
  }

  /** Prints rows; the limit is that of the table for people. */
  static void print(Dataset<Row> rows, Format format, int limit, PrintWriter out) {
    switch (format) {
      case table -> TextTable.print(rows, limit, out);
      case csv -> csv(rows, out);
      case json -> json(rows, out);
    }
    out.flush();
  }

  /** Makes the tables that the query names known; the catalog in memory starts empty. */
  private void register(TableStore store) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(query);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    for (String name : names) {
      Tables.named(name).ifPresentOrElse(store::register, () -> store.registerExisting(name));
    }
  }

  private static void csv(Dataset<Row> rows, PrintWriter out) {
    out.println(String.join(",", rows.columns()));
    Iterator<Row> it = rows.toLocalIterator();
    while (it.hasNext()) {
      Row row = it.next();
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        line.append(i == 0 ? "" : ",").append(row.isNullAt(i) ? "" : quoted(row.get(i).toString()));
      }
      out.println(line);
    }
  }

  private static String quoted(String value) {
    return value.matches("(?s).*[\",\\n\\r].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }

  private static void json(Dataset<Row> rows, PrintWriter out) {
    Iterator<Row> it =
        rows.select(functions.to_json(functions.struct("*")).as("json")).toLocalIterator();
    while (it.hasNext()) {
      out.println(it.next().getString(0));
    }
  }
}
