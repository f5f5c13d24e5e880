package org.tidemark.jobs.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.PrintWriter;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.tidemark.features.strategy.Strategy;
import org.tidemark.features.strategy.StrategySettings;
import org.tidemark.jobs.signal.SignalRows;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Strategy signals of stored feature rows. */
@Command(
    name = "signals",
    mixinStandardHelpOptions = true,
    description = {
      "Compute the strategy signals, from -1 (sell) to 1 (buy), of the bars of a feature set, and",
      "whether market quality and regime let each through. Prints how they are spread, or with",
      "--rows every signal. Reads features.SET and features.quality; writes nothing. Without",
      "--strategy all of them. 'tidemark score --strategy' writes signals of live bars."
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 it failed (a table is missing), 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark signals --lake lake",
      "  tidemark signals --lake lake --strategy vwap_reversion --threshold vwap_entry=1.5",
      "  tidemark signals --lake lake --instrument BTCUSD --from 2018-05-01 --rows --format csv"
    })
public final class SignalsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private BarsOption bars;
  @Mixin private FormatOption format;
  @Mixin private StrategyOptions chosen;

  @Option(
      names = "--features",
      paramLabel = "SET",
      defaultValue = "core65",
      description = "Feature set that the signals read; default: ${DEFAULT-VALUE}.")
  private String features;

  @Option(
      names = "--quality",
      paramLabel = "SET",
      defaultValue = "quality",
      description = "Feature set with market quality and regime; default: ${DEFAULT-VALUE}.")
  private String quality;

  @Option(names = "--rows", description = "Print every signal instead of how they are spread.")
  private boolean rows;

  @Override
  public Integer call() {
    List<Strategy> strategies =
        chosen.strategies().isEmpty() ? Arrays.asList(Strategy.values()) : chosen.strategies();
    SignalRows signals = new SignalRows(features, quality, strategies, chosen.thresholds());
    TableStore store = lake.store();
    Dataset<Row> found = signals.of(store, chosenBars());
    PrintWriter out = spec.commandLine().getOut();
    if (rows) {
      format.print(found.orderBy("instrument", "event_time_nanos", "strategy"), out);
    } else {
      format.print(SignalRows.summary(found), out);
      if (format.forReaders()) {
        out.println("thresholds " + StrategySettings.of(chosen.thresholds()).id());
      }
    }
    out.flush();
    return 0;
  }

  private Column chosenBars() {
    Column all = lit(true);
    if (!bars.instruments().isEmpty()) {
      all = all.and(col("instrument").isin(bars.instruments().toArray()));
    }
    if (bars.from().isPresent()) {
      all = all.and(col("event_time").geq(start(bars.from().get())));
    }
    return bars.to().isPresent() ? all.and(col("event_time").lt(start(bars.to().get()))) : all;
  }

  private static Timestamp start(LocalDate day) {
    return Timestamp.from(day.atStartOfDay().toInstant(ZoneOffset.UTC));
  }
}
