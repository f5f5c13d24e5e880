package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.tidemark.features.causality.Outcome;
import org.tidemark.features.causality.Verdict;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.causality.CausalityArgs;
import org.tidemark.jobs.causality.CausalityJob;
import org.tidemark.jobs.report.CausalityPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Looks for look-ahead in features, labels, folds, fits, SQL and transformers. */
@Command(
    name = "causality",
    mixinStandardHelpOptions = true,
    description = {
      "Prove that nothing knows the future, or show the first row that does.",
      "Reruns the computation with later data taken away, altered or unpublished and compares",
      "every row that was already due. Writes features.causality."
    },
    footer = {
      "",
      "Exit codes: 0 clean, 4 a leak was found, 1 the check failed, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark causality --lake lake --features bars40 --instrument BTCUSD \\",
      "      --from 2018-05-01 --to 2018-05-04",
      "  tidemark causality --lake lake --features bars40 --label fixed-15m \\",
      "      --split anchored:folds=4,train=0.4,embargo=PT1H --report causality.html",
      "  tidemark causality --lake lake --features coins@1:BTCUSD,ETHUSD,LTCUSD",
      "  tidemark causality --lake lake --sql my-features.sql --input bars",
      "  tidemark causality --lake lake --sql carry.sql --input bars,funding_rates \\",
      "      --published-after funding_rates=PT1M",
      "  tidemark causality --lake lake --transformer saved-pipeline --input bars"
    })
public final class CausalityCommand implements Callable<Integer> {
  private static final int LEAK = 4;
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);

  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;
  @Mixin private BarsOption bars;

  @Option(
      names = "--features",
      paramLabel = "SET",
      description =
          "A feature set, as bars40, or a universe, as coins@1:BTCUSD,ETHUSD, for its"
              + " cross-instrument features.")
  private Optional<String> features = Optional.empty();

  @Option(
      names = "--sampler",
      defaultValue = "time-60s",
      description = "What closes its bars, as in the nightly settings; default: ${DEFAULT-VALUE}.")
  private String sampler;

  @Option(names = "--label", paramLabel = "ID", description = "A label, as fixed-15m.")
  private Optional<String> label = Optional.empty();

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      description =
          "Checks its folds, and with --features what is fitted on the first of them: bins, sample"
              + " weights and learners.")
  private Optional<String> split = Optional.empty();

  @Option(
      names = "--learners",
      split = ",",
      defaultValue = "xgboost,logistic",
      description = "Learners to refit, besides bins and weights; default: ${DEFAULT-VALUE}.")
  private List<String> learners;

  @Option(
      names = "--sql",
      paramLabel = "FILE",
      description = "A query that gives instrument, event_time or event_time_nanos, and values.")
  private Optional<Path> sql = Optional.empty();

  @Option(
      names = "--transformer",
      paramLabel = "DIR|CLASS",
      description = "A saved spark.ml stage, as a Pipeline, or a class on the class path.")
  private Optional<String> transformer = Optional.empty();

  @Option(
      names = "--input",
      split = ",",
      paramLabel = "TABLE",
      description = "Tables that the query or transformer reads: bars, trades, a feature set, ...")
  private List<String> inputs = new ArrayList<>();

  @Option(
      names = "--published-after",
      paramLabel = "TABLE=DURATION",
      description = "How long after its stamp a row of an input is known; default: at once.")
  private Map<String, String> delays = new LinkedHashMap<>();

  @Option(
      names = "--cuts",
      description =
          "Instants to divide past and future at; default: 24, and 6 with --sql or --transformer.")
  private Optional<Integer> cuts = Optional.empty();

  @Option(
      names = "--seed",
      defaultValue = "7",
      description = "Seed of the instants and of made-up data; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--report", paramLabel = "FILE", description = "Also write a page of HTML.")
  private Optional<Path> report = Optional.empty();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    CausalityArgs args = args(progress(out));
    CausalityJob.Summary found = new CausalityJob().run(lake.store(), args);
    print(found, out);
    if (report.isPresent()) {
      Path file = report.get().toAbsolutePath();
      Files.createDirectories(file.getParent());
      Files.writeString(
          file,
          CausalityPage.html(
              lake.text(),
              "tidemark " + String.join(" ", spec.commandLine().getParseResult().originalArgs()),
              found.facts(),
              found.fromNanos(),
              found.toNanos(),
              found.verdicts()));
      out.println("report: " + file);
    }
    out.flush();
    return found.leaks() == 0 ? 0 : LEAK;
  }

  private CausalityArgs args(Progress progress) throws IOException {
    Optional<String> query =
        sql.isPresent()
            ? Optional.of(Files.readString(sql.get(), StandardCharsets.UTF_8))
            : Optional.empty();
    try {
      return new CausalityArgs(
          features,
          sampler,
          label,
          split,
          learners,
          query,
          transformer,
          inputs,
          delays,
          bars.instruments(),
          bars.from().map(CausalityCommand::midnight).orElse(Long.MIN_VALUE),
          bars.to().map(CausalityCommand::midnight).orElse(Long.MAX_VALUE),
          cuts.orElse(sql.isPresent() || transformer.isPresent() ? 6 : 24),
          seed,
          progress);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static long midnight(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
  }

  /** A line every few seconds: reruns may be quick. */
  private static Progress progress(PrintWriter out) {
    InstantSource clock = InstantSource.system();
    Instant[] last = {clock.instant()};
    return (done, of, what) -> {
      Instant now = clock.instant();
      if (Duration.between(last[0], now).compareTo(BETWEEN_LINES) >= 0) {
        last[0] = now;
        out.println("      " + done + "/" + of + " " + what);
        out.flush();
      }
    };
  }

  private static void print(CausalityJob.Summary found, PrintWriter out) {
    List<String[]> lines = new ArrayList<>();
    for (Verdict v : found.verdicts()) {
      lines.add(line(v));
    }
    TextTable.print(
        new String[] {
          "subject", "output", "verdict", "probe", "instrument", "first row", "with", "without"
        },
        lines,
        out);
    long untested =
        found.verdicts().stream().filter(v -> v.outcome() instanceof Outcome.Untested).count();
    out.printf(
        "check %s: %d outputs on %d input rows: %d leaks, %d untested%n",
        found.checkId(), found.verdicts().size(), found.facts(), found.leaks(), untested);
    found.verdicts().stream()
        .filter(v -> v.outcome() instanceof Outcome.Untested)
        .forEach(
            v ->
                out.printf(
                    "  untested: %s %s: %s%n",
                    v.subject(), v.output(), ((Outcome.Untested) v.outcome()).why()));
  }

  private static String[] line(Verdict v) {
    if (v.outcome() instanceof Outcome.Leak leak) {
      return new String[] {
        v.subject(),
        v.output(),
        "LEAK",
        leak.probe().name(),
        leak.instrument(),
        Instant.EPOCH.plusNanos(leak.timeNanos()).toString(),
        value(leak.with()),
        value(leak.without())
      };
    }
    return new String[] {v.subject(), v.output(), v.outcome().word(), "", "", "", "", ""};
  }

  private static String value(OptionalDouble value) {
    return value.isEmpty() ? "(none)" : Double.toString(value.getAsDouble());
  }
}
