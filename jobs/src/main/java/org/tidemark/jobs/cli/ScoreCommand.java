package org.tidemark.jobs.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.watch.LiveWatch;
import org.tidemark.jobs.watch.TerminationHook;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.feature.Every;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.LastResort;
import org.tidemark.streaming.score.LineUpSettings;
import org.tidemark.streaming.score.LiveScorer;
import org.tidemark.streaming.score.RegimeMap;
import org.tidemark.streaming.score.Rivals;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.score.ScorerSettings;
import org.tidemark.streaming.source.TickSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores live ticks with the champion. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Score live ticks with the champion, exactly once. Every tick ends in live.scores' bars or,"
          + " with",
      "its reason, in live.dead_letters. A newly promoted champion is followed at the next batch.",
      "A new query goes on from the newest saved feature states of the nightly run: ticks that"
          + " those",
      "have seen are duplicates."
    },
    footer = {
      "",
      "SIGTERM and Ctrl-C finish the batch in flight (up to a minute), then end it; kill -9 loses",
      "nothing either, the batch is repeated at the next start.",
      "Exit codes: 0 ended by --until-idle, 143 SIGTERM, 130 Ctrl-C, 1 failed, 2 wrong usage.",
      "",
      "Examples:",
      "  tidemark score --lake lake --from feed --until-idle",
      "  tidemark score --lake lake --from kafka://localhost:9092/ticks",
      "  tidemark score --lake lake --from feed --query again --states-until 2018-05-31",
      "  tidemark score --lake lake --from feed --query anew --cold",
      "  tidemark score --lake lake --from feed --challenger 0.1 --shadow 2018-05-31-logistic",
      "  tidemark score --lake lake --from feed --features regime66 --in-regime HIGH_VOL=storm",
      "  tidemark score --lake lake --from feed --last-resort flat",
      "  tidemark score --lake lake --from kafka://localhost:9092/ticks --http 9400",
      "  tidemark score --lake lake --from feed --every tick",
      "  tidemark score --lake lake --from feed --model drift --decide-at 0.002",
      "  tidemark score --lake lake --from feed --features gated73 --strategy all --signal-blend 0.3",
      "Who serves and why: docs/how-to/serve.md. What to watch: docs/how-to/watch.md"
    })
public final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR|kafka://HOST:PORT/TOPIC",
      description = "Folder of JSON-lines files, or a Kafka topic.")
  private String from;

  @Mixin private ModelOption model;

  @Option(
      names = "--query",
      defaultValue = "live",
      description = {
        "Name of the query; its checkpoint and its rows carry it. Default: ${DEFAULT-VALUE}."
      })
  private String query;

  @Option(names = "--until-idle", description = "End when everything there has been scored.")
  private boolean untilIdle;

  @Option(
      names = "--interval-millis",
      defaultValue = "1000",
      description = {
        "Least time between micro-batches; not with --until-idle. Default: ${DEFAULT-VALUE}."
      })
  private long intervalMillis;

  @Option(
      names = "--cold",
      description = "Begin a new query without saved feature states: NaN until enough has come.")
  private boolean cold;

  @Option(
      names = "--states-until",
      paramLabel = "DATE",
      description = {
        "Begin a new query with feature states not later than this UTC day: the day at which",
        "recorded events begin that are replayed."
      })
  private Optional<LocalDate> statesUntil = Optional.empty();

  @Option(
      names = "--challenger",
      arity = "0..1",
      fallbackValue = "" + Rivals.STANDARD_SHARE,
      defaultValue = "0",
      paramLabel = "SHARE",
      description = {
        "Let the registry's challenger serve this share of the bars, drawn by a hash of instrument",
        "and offset; without SHARE " + Rivals.STANDARD_SHARE + ". Default: the champion alone."
      })
  private double challengerShare;

  @Option(
      names = "--shadow",
      paramLabel = "VERSION",
      description = "A version that scores every bar and serves none; may be given again.")
  private List<String> shadows = new ArrayList<>();

  @Option(
      names = "--every",
      defaultValue = "bar",
      paramLabel = "bar|tick",
      description = {
        "bar: score closed bars. tick: also, by the champion, each tick as if its bar closed with",
        "it, into live.provisional_scores; live.scores is the same. Default: ${DEFAULT-VALUE}."
      })
  private String every;

  @Option(
      names = "--in-regime",
      paramLabel = "REGIME[,REGIME]...=MODEL",
      description = {
        "The champion of another model serves the bars of these market regimes, as",
        "HIGH_VOL,CRISIS=storm; may be given again. Needs features with a market regime: regime66."
      })
  private List<String> regimes = new ArrayList<>();

  @Option(
      names = "--last-resort",
      paramLabel = "flat|SIGNAL",
      description = {
        "What serves while no version may: flat, which holds, or a signal, as vwap_reversion.",
        "Default: such bars are counted and not scored."
      })
  private Optional<String> lastResort = Optional.empty();

  @Option(
      names = "--http",
      paramLabel = "PORT",
      description = "Answer /metrics (Prometheus) and /health here; 0 takes a free port.")
  private Optional<Integer> http = Optional.empty();

  @Mixin private SchemaOption messages;

  @Mixin private DecisionOption decisions;
  @Mixin private KafkaSettings kafka;
  @Mixin private SignalOptions signals;

  @Override
  public Integer call() throws TimeoutException, StreamingQueryException {
    var out = spec.commandLine().getOut();
    TableStore store = lake.store();
    Schedule schedule =
        untilIdle
            ? new Schedule.UntilIdle()
            : new Schedule.Every(Duration.ofMillis(intervalMillis));
    LiveScorer scorer =
        new LiveScorer(
            store,
            ScorerSettings.of(
                    lake.lake(),
                    query,
                    model.name(),
                    TickSource.at(from, kafka.all(), messages.schema()),
                    model.features(store),
                    schedule)
                .beginningWith(beginning())
                .withLineUp(
                    new LineUpSettings(
                        new Rivals(challengerShare, shadows),
                        RegimeMap.parse(regimes),
                        lastResort.map(LastResort::parse)))
                .scoringEvery(Every.of(every))
                .decidingBy(decisions.thresholds())
                .withSignals(signals.settings()));
    try (LiveWatch watch = LiveWatch.of(store, query, http, InstantSource.system());
        TerminationHook hook = new TerminationHook(TerminationHook.PATIENCE)) {
      StreamingQuery running = scorer.observedBy(watch::batch).behind(hook::pass).start();
      hook.over(running);
      watch.follow(running);
      out.println("scoring " + from + " with the champion of " + model.name() + "; Ctrl-C stops");
      watch.port().ifPresent(port -> out.println("metrics and health on port " + port));
      out.flush();
      running.awaitTermination();
      watch.flush();
      tell(scorer.totals(), out);
    }
    return 0;
  }

  private static void tell(LiveScorer.Totals totals, PrintWriter out) {
    out.println(Json.line(totals));
    out.printf(
        "%d ticks read = %d accepted + %d rejected; %d bars, %d scores%n",
        totals.consumed(), totals.valid(), totals.dead(), totals.bars(), totals.scored());
    out.flush();
  }

  private Beginning beginning() {
    if (cold && statesUntil.isPresent()) {
      throw new IllegalArgumentException("--cold and --states-until exclude each other; drop one");
    }
    return cold
        ? new Beginning.Cold()
        : statesUntil.<Beginning>map(Beginning.Saved::new).orElseGet(Beginning::newest);
  }
}
