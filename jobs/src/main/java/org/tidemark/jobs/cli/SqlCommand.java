package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
      "  tidemark sql --lake lake --format csv \"select * from models.model_metrics\" >"
          + " metrics.csv",
      "  tidemark sql --lake lake \"select * from top_features where method = 'shap' and rank <="
          + " 10\""
    })
public final class SqlCommand implements Callable<Integer> {
  private static final Pattern NAME =
      Pattern.compile("\\b(market|features|models|live)\\.([a-z][a-z0-9_]*)\\b");

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private FormatOption format;

  @Parameters(paramLabel = "QUERY", description = "A SQL query.")
  private String query;

  @Override
  public Integer call() {
    TableStore store = lake.store();
    register(store);
    Dataset<Row> rows = store.spark().sql(query);
    PrintWriter out = spec.commandLine().getOut();
    format.print(rows, out);
    out.flush();
    return 0;
  }

  /** Makes what the query names known; the catalog in memory starts empty. */
  private void register(TableStore store) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(query);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    if (query.contains(TopFeatures.VIEW)) {
      TopFeatures.register(store);
    }
    if (query.contains(RegimeModels.VIEW)) {
      RegimeModels.register(store);
    }
    for (String name : names) {
      Tables.named(name).ifPresentOrElse(store::register, () -> store.registerExisting(name));
    }
  }
}
