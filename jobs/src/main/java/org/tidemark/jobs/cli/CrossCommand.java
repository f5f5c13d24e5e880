package org.tidemark.jobs.cli;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.cross.Universe;
import org.tidemark.features.set.CrossSets;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.watch.TerminationHook;
import org.tidemark.lakehouse.spark.LakeFiles;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.cross.CrossSettings;
import org.tidemark.streaming.cross.LiveUniverse;
import org.tidemark.streaming.score.Beginning;
import org.tidemark.streaming.score.Schedule;
import org.tidemark.streaming.source.TickSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the cross-instrument rows of a universe live. */
@Command(
    name = "cross",
    mixinStandardHelpOptions = true,
    description = {
      "Write the cross-instrument rows of a universe live, exactly once, into live.cross_NAME."
          + " Every",
      "tick of a member is taken or ends, with its reason, in live.dead_letters; ticks of other",
      "instruments are not looked at. A row comes when the slowest member's log has reached its",
      "time: a silent member keeps all waiting until its next tick or heartbeat. A new query goes"
          + " on",
      "from the newest states of the nightly run: its rows follow those of features.cross_NAME,"
          + " and",
      "both together are those of one batch run, bit for bit."
    },
    footer = {
      "",
      "SIGTERM and Ctrl-C finish the batch in flight (up to a minute), then end it; kill -9 loses",
      "nothing either, the batch is repeated at the next start.",
      "",
      "Examples:",
      "  tidemark cross --lake lake --universe coins --from feed --until-idle",
      "  tidemark cross --lake lake --universe coins@1:BTCUSD,ETHUSD --from"
          + " kafka://localhost:9092/ticks",
      "  tidemark cross --lake lake --universe coins --from feed --query again --states-until"
          + " 2018-05-31",
      "Universes: docs/how-to/run-on-real-data.md"
    })
public final class CrossCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LakeOption lake;

  @Option(
      names = "--universe",
      required = true,
      paramLabel = "NAME|DECLARATION",
      description =
          "A universe of setting universes in the lake's nightly.properties, or one declared here.")
  private String universe;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "DIR|kafka://HOST:PORT/TOPIC",
      description = "Folder of JSON-lines files, or a Kafka topic.")
  private String from;

  @Option(
      names = "--sampler",
      defaultValue = "time-60s",
      description = "Bars, as in the nightly settings; default: ${DEFAULT-VALUE}.")
  private String sampler;

  @Option(
      names = "--query",
      paramLabel = "NAME",
      description = "Name of the query; its checkpoint and its rows carry it. Default: cross-NAME.")
  private Optional<String> query = Optional.empty();

  @Option(names = "--until-idle", description = "End when everything there has been read.")
  private boolean untilIdle;

  @Option(
      names = "--interval-millis",
      defaultValue = "1000",
      description = "Least time between micro-batches; default: ${DEFAULT-VALUE}.")
  private long intervalMillis;

  @Option(
      names = "--cold",
      description = "Begin a new query without saved states; NaN until enough has come.")
  private boolean cold;

  @Option(
      names = "--states-until",
      paramLabel = "DATE",
      description = "Begin a new query with states not later than this UTC day.")
  private Optional<LocalDate> statesUntil = Optional.empty();

  @Mixin private SchemaOption messages;

  @Mixin private KafkaSettings kafka;

  @Override
  public Integer call() throws TimeoutException, StreamingQueryException {
    if (cold && statesUntil.isPresent()) {
      throw new IllegalArgumentException("--cold and --states-until exclude each other; drop one");
    }
    var out = spec.commandLine().getOut();
    TableStore store = lake.store();
    Universe declared = universe(LakeFiles.of(store));
    LiveUniverse live =
        new LiveUniverse(
            store,
            CrossSettings.of(
                    lake.lake(),
                    query.orElse("cross-" + declared.name()),
                    TickSource.at(from, kafka.all(), messages.schema()),
                    CrossSets.of(declared, Samplers.parse(sampler)),
                    untilIdle
                        ? new Schedule.UntilIdle()
                        : new Schedule.Every(Duration.ofMillis(intervalMillis)))
                .beginningWith(
                    cold
                        ? new Beginning.Cold()
                        : statesUntil
                            .<Beginning>map(Beginning.Saved::new)
                            .orElseGet(Beginning::newest)));
    try (TerminationHook hook = new TerminationHook(TerminationHook.PATIENCE)) {
      StreamingQuery running = live.behind(hook::pass).start();
      hook.over(running);
      out.println(
          "rows of "
              + declared.id()
              + " from "
              + from
              + " into "
              + live.table().qualifiedName()
              + "; Ctrl-C stops");
      out.flush();
      running.awaitTermination();
      LiveUniverse.Totals totals = live.totals();
      out.println(Json.line(totals));
      out.printf(
          "%d ticks of members read = %d accepted + %d rejected; %d rows%n",
          totals.consumed(), totals.valid(), totals.dead(), totals.rows());
      out.flush();
    }
    return 0;
  }

  private Universe universe(LakeFiles files) {
    if (universe.contains("@")) {
      return Universe.parse(universe);
    }
    List<Universe> known =
        files
            .read(NightlyOptions.FILE)
            .map(NightlyOptions::pairs)
            .map(settings -> Universe.parseAll(settings.getOrDefault("universes", "")))
            .orElse(List.of());
    return known.stream()
        .filter(u -> u.name().equals(universe))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "universe '"
                        + universe
                        + "' is none of "
                        + known.stream().map(Universe::name).toList()
                        + " in the lake's "
                        + NightlyOptions.FILE
                        + "; declare it, as --universe "
                        + universe
                        + "@1:BTCUSD,ETHUSD"));
  }
}
