package org.tidemark.jobs.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.ingest.Globs;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Brings files into the market tables. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Read files into the market tables. Every row ends in its table or, with its reason, in",
      "market.rejected_events; a file that was ingested before adds nothing."
    },
    footer = {
      "",
      "Examples:",
      "  tidemark ingest --lake lake --format bitfinex-candles --instrument BTCUSD"
          + " BTCUSD_2017.csv.gz",
      "  tidemark ingest --lake lake --format lean-equity-trades 'spy_*_trade.csv.gz'",
      "  tidemark ingest --lake lake --format binance-depth@25 'usdm_*_depth_updates.csv.gz'",
      "  tidemark ingest --lake lake --format my-columns.yaml my-own.csv",
      "  tidemark ingest --lake lake --format my-columns.yaml my-own.parquet my-own.json.gz",
      "  tidemark ingest --lake lake --as-of 2018-06-01     (the sources of nightly.properties)"
    })
public final class IngestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--format",
      paramLabel = "NAME|FILE.yaml",
      description = {
        "A built-in format or a mapping file; 'tidemark formats' lists them.",
        "NAME@25 keeps 25 price levels of books instead of 10."
      })
  private String format;

  @Option(
      names = "--instrument",
      defaultValue = "",
      paramLabel = "ID",
      description = "Instrument of every row, where the file does not say.")
  private String instrument;

  @ArgGroup(exclusive = false, heading = "Sources of the nightly settings instead of files:%n")
  private NightlyOptions nightly;

  @Parameters(
      paramLabel = "FILE",
      description = "Files or patterns; a name that exists is no pattern.")
  private List<String> files = new ArrayList<>();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (nightly != null && files.isEmpty()) {
      TableStore store = lake.store();
      var args = nightly.args(LakeFiles.of(store), spec.commandLine());
      out.println("ingest: " + new RunRecorder(store, InstantSource.system()).run("ingest", args));
      out.flush();
      return 0;
    }
    if (format == null || files.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "give --format and at least one file, or --as-of");
    }
    // What is wrong with files of this machine is said before Spark starts.
    boolean local = files.stream().allMatch(f -> !f.contains(":/") || f.startsWith("file:"));
    Configuration hadoop =
        local ? new Configuration() : lake.store().spark().sparkContext().hadoopConfiguration();
    List<String> uris = new ArrayList<>();
    files.forEach(f -> uris.addAll(Globs.expand(f, hadoop)));
    IngestArgs args = IngestArgs.of(format, instrument, uris);
    IngestJob.Summary summary = new IngestJob().run(lake.store(), args);
    out.println(Json.line(summary));
    out.printf(
        "%d files (%d known): %d read = %d accepted + %d rejected; %d new rows%n",
        summary.files(),
        summary.known(),
        summary.read(),
        summary.accepted(),
        summary.rejected(),
        summary.added());
    summary.reasons().forEach((reason, n) -> out.printf("  %,12d %s%n", n, reason));
    out.flush();
    return 0;
  }
}
