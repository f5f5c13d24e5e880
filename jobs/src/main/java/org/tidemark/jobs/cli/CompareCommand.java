package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.compare.LiveDuel;
import org.tidemark.jobs.compare.Question;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds two served versions against each other on their live scores. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compare two versions by the Brier loss of their rows in live.scores, as far as labels are",
      "known, and keep the look in models.ab_tests. Looking as often as one likes is safe: the",
      "interval and the p value hold at all looks at once. Where both versions scored the same"
          + " bars,",
      "these are compared; else the bars of stretches of time in which both scored. The decision"
          + " is",
      "continue, A, B, or no difference once the planned number of stretches has been seen. Of"
          + " three",
      "classes or more the loss is half the sum of their squared errors."
    },
    footer = {
      "",
      "Exit codes: 0 looked, 1 nothing to look at or an unknown version, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark compare --lake lake --a 2018-05-31-xgboost --b 2018-06-01-xgboost",
      "  tidemark compare --lake lake --a 2018-05-31-xgboost --b 2018-06-01-xgboost \\",
      "      --from 2018-06-02T00:00:00Z --planned 2000 --dry-run --format json",
      "  tidemark sql --lake lake \"select look, difference, ci_low, ci_high, decision",
      "      from models.ab_tests order by test, look\""
    })
public final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(names = "--a", required = true, paramLabel = "VERSION", description = "Arm A.")
  private String a;

  @Option(names = "--b", required = true, paramLabel = "VERSION", description = "Arm B.")
  private String b;

  @Option(
      names = "--model",
      defaultValue = "direction",
      description = "Model whose versions they are; default: ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--from",
      paramLabel = "INSTANT",
      description = "Scores from here on; default: where both arms have scores.")
  private Optional<Instant> from = Optional.empty();

  @Option(names = "--to", paramLabel = "INSTANT", description = "Scores before this; default: all.")
  private Optional<Instant> to = Optional.empty();

  @Option(
      names = "--test",
      paramLabel = "NAME",
      description = "Name of the test; default: told from model, versions and design.")
  private Optional<String> test = Optional.empty();

  @Option(
      names = "--planned",
      defaultValue = "1000",
      description =
          "Stretches of one label length, every other one, after which the test ends; default:"
              + " ${DEFAULT-VALUE}.")
  private long planned;

  @Option(
      names = "--alpha",
      defaultValue = "0.05",
      description = "Chance of a wrong decision over all looks; default: ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(names = "--dry-run", description = "Look and print, but write nothing.")
  private boolean dryRun;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "table, csv or json; default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Override
  public Integer call() {
    Question question = question();
    TableStore store = lake.store();
    LiveDuel duel = new LiveDuel(store, question);
    LiveDuel.Look look = duel.look();
    if (!dryRun) {
      duel.keep(look);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (format == OutputFormat.table) {
      List<String> names = Tables.AB_TESTS.columnNames();
      for (int i = 0; i < names.size(); i++) {
        out.printf("%-14s %s%n", names.get(i), text(look.row(), i));
      }
      out.println(dryRun ? "nothing is written" : "kept in models.ab_tests");
    } else {
      format.print(store.rows(Tables.AB_TESTS, List.of(look.row())), 1, out);
    }
    out.flush();
    return 0;
  }

  private static String text(Row row, int at) {
    return row.isNullAt(at) ? "" : row.get(at).toString();
  }

  private Question question() {
    try {
      return new Question(
          model,
          a,
          b,
          from.map(CompareCommand::nanos),
          to.map(CompareCommand::nanos),
          test,
          planned,
          alpha);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static long nanos(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
