package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.source.CheckpointFiles;
import org.tidemark.streaming.source.CheckpointLog;
import org.tidemark.streaming.source.WholeCheckpoint;

/**
 * The real-time query: ticks of a Kafka topic in, scored bars and dead letters to Kafka topics out,
 * in Spark's real-time mode. Checked before it starts, watched while it runs, and safe to stop or
 * kill at any moment: what was put out since the last turn is put out again with the same bytes.
 */
public final class RealTimeScorer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RealTimeScorer.class);

  /**
   * No batch is given up: after some minutes without a leader that would leave a hole below outputs
   * that came through, and readers pass over what comes later at a lower place.
   */
  private static final int NO_END = Integer.MAX_VALUE;

  private final TableStore store;
  private final RealTimeSettings settings;
  private final Consumer<String> alarms;
  private final ChampionFollower follower;
  private Optional<FileChannel> lock = Optional.empty();
  private Optional<TurnListener> listener = Optional.empty();
  private Optional<StreamingQuery> running = Optional.empty();
  private volatile Optional<StandingLooks> looks = Optional.empty();
  private Optional<Consumer<Standing>> observer = Optional.empty();
  private volatile Optional<String> lost = Optional.empty();

  /**
   * @param alarms told, in one sentence each, of what needs a person
   */
  public RealTimeScorer(TableStore store, RealTimeSettings settings, Consumer<String> alarms) {
    this.store = store;
    this.settings = settings;
    this.alarms = alarms;
    this.follower = new ChampionFollower(store, settings, this::turns, this::troubles);
  }

  /**
   * What was found before a start.
   *
   * @param version the version that would serve
   * @param begin next offset of each partition
   * @param ends end of each partition
   * @param problems why the query may not start; empty when it may
   */
  public record Readiness(
      String version, Map<Integer, Long> begin, Map<Integer, Long> ends, List<String> problems) {}

  /** Looks at everything that a start looks at, and changes nothing. */
  public Readiness check() {
    WholeCheckpoint.demand(
        settings.checkpoint().toUri().toString(), store.spark().sessionState().newHadoopConf());
    TopicFacts facts = facts();
    StartCheck check = check(facts);
    return new Readiness(
        follower.now((rule, subject, message) -> alarms.accept(rule + ": " + message)).version(),
        check.begin(),
        facts.ends(),
        check.problems());
  }

  private TopicFacts facts() {
    return TopicFacts.of(settings.from().topic(), settings.client(settings.from()));
  }

  private StartCheck check(TopicFacts facts) {
    return new StartCheck(
        settings.query(),
        facts,
        settings.definition(),
        Born.read(settings.folder()),
        Committed.read(settings.checkpoint()),
        store.spark().sparkContext().defaultParallelism(),
        List.of(
            TopicFacts.of(settings.to().topic(), settings.client(settings.to())),
            TopicFacts.of(settings.deadTopic(), settings.client(settings.to()))),
        new SnapshotFolder(settings.states()));
  }

  /**
   * Starts the query, or goes on where its checkpoint stands.
   *
   * @throws IllegalStateException if something must be mended first, such as a damaged file of the
   *     checkpoint, or another process runs it
   */
  public StreamingQuery start() {
    lock = Optional.of(lock());
    try {
      Readiness ready = check();
      if (!ready.problems().isEmpty()) {
        throw ready.problems().stream().anyMatch(problem -> problem.startsWith("STATE LOST"))
            ? new StateLostException(String.join("\n", ready.problems()))
            : new IllegalStateException(String.join("\n", ready.problems()));
      }
      TopicFacts facts = facts();
      if (Born.read(settings.folder()).isEmpty()) {
        new Born(facts.id(), settings.definition(), facts.beginnings()).write(settings.folder());
      }
      Born born = Born.read(settings.folder()).orElseThrow();
      follower.follow();
      listener =
          Optional.of(
              new TurnListener(
                  settings.query(),
                  settings.from().topic(),
                  settings.client(settings.from()),
                  alarms));
      store.spark().streams().addListener(listener.get());
      Positions.clear(Positions.in(settings.folder()));
      String checkpoint = settings.checkpoint().toUri().toString();
      CheckpointFiles.choose(store.spark(), checkpoint);
      new CheckpointLog(checkpoint, store.spark().sessionState().newHadoopConf()).dropHalfWritten();
      StreamingQuery query = writer(born).start();
      running = Optional.of(query);
      looks =
          Optional.of(
              new StandingLooks(
                  settings,
                  () -> new StandingLooks.Known(follower.version(), turns(), records()),
                  alarms,
                  this::lose,
                  observer));
      looks.get().begin();
      // The registry is read by a job of Spark, which would take a core from the tasks at a turn.
      if (store.spark().sparkContext().defaultParallelism() > born.origins().size()) {
        follower.begin();
      } else {
        LOG.warn(
            "query {}: no core is left beside its tasks; promotions are followed at restarts only",
            settings.query());
      }
      return query;
    } catch (TimeoutException e) {
      close();
      throw new IllegalStateException("query " + settings.query() + " did not start", e);
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      close();
      throw e;
    }
  }

  private DataStreamWriter<Row> writer(Born born) {
    String starting =
        born.origins().entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":" + e.getValue())
            .collect(Collectors.joining(",", "{\"" + settings.from().topic() + "\":{", "}}"));
    Dataset<Row> records =
        store
            .spark()
            .readStream()
            .format("kafka")
            .options(settings.kafka())
            .option("kafka.bootstrap.servers", settings.from().servers())
            .option("subscribe", settings.from().topic())
            .option("startingOffsets", starting)
            .option("failOnDataLoss", "true")
            .load()
            .select(RealTimeRows.input());
    RealTimeRows rows =
        new RealTimeRows(
            settings.query(),
            settings.definition(),
            settings.from().topic(),
            born.topicId(),
            new java.util.HashMap<>(born.origins()),
            settings.set(),
            settings.limits(),
            settings.thresholds(),
            settings.folder().toString(),
            settings.to().topic(),
            settings.deadTopic(),
            settings.snapshotEvery(),
            settings.client(settings.from()),
            settings.schema());
    return records
        .mapPartitions(rows, Encoders.row(RealTimeRows.OUTPUT))
        .writeStream()
        .queryName(settings.query())
        .format("kafka")
        .option("kafka.delivery.timeout.ms", NO_END)
        .options(settings.kafka())
        .option("kafka.bootstrap.servers", settings.to().servers())
        .option("checkpointLocation", settings.checkpoint().toUri().toString())
        .outputMode("update")
        .trigger(Trigger.RealTime(settings.turn().toMillis()));
  }

  /**
   * Tells somebody every few seconds how the query stands, and measures latencies for him, for
   * which the output topic is read; before {@link #start}.
   */
  public RealTimeScorer observedBy(Consumer<Standing> someone) {
    observer = Optional.of(someone);
    return this;
  }

  private FileChannel lock() {
    try {
      Files.createDirectories(settings.folder());
      FileChannel file =
          FileChannel.open(
              settings.folder().resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      FileLock held = tryLock(file);
      if (held == null) {
        file.close();
        throw new IllegalStateException(
            "query "
                + settings.query()
                + " is run by another process, which holds "
                + settings.folder().resolve("lock")
                + "; stop that one, or give this one another name");
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(settings.folder() + " cannot be used", e);
    }
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private Trouble.Known troubles() {
    return looks
        .map(StandingLooks::troubles)
        .orElse(Trouble.Known.NOTHING_YET)
        .and(listener.map(TurnListener::troubles).orElse(Trouble.Known.NOTHING_YET));
  }

  /** A topic made anew mostly shows as offsets that are out of range. */
  private Optional<String> anotherTopic() {
    try {
      return Born.read(settings.folder()).flatMap(born -> born.another(settings.query(), facts()));
    } catch (RuntimeException e) { // what has ended the query is to be said, not this
      LOG.warn("query {}: how its topic stands is not known: {}", settings.query(), e.toString());
      return Optional.empty();
    }
  }

  /** Ends the query: its outputs would be those of another log under the same ids. */
  private void lose(String why) {
    lost = Optional.of(why);
    running.ifPresent(this::stop);
  }

  private void stop(StreamingQuery query) {
    try {
      query.stop();
    } catch (TimeoutException | RuntimeException e) { // the folder is let go of all the same
      LOG.warn("query {} did not stop: {}", settings.query(), e.getMessage());
    }
  }

  /** Turns that have ended, and records read in them, since the start. */
  public long turns() {
    return listener.map(TurnListener::turns).orElse(0L);
  }

  /** Records read in the turns that have ended since the start. */
  public long records() {
    return listener.map(TurnListener::records).orElse(0L);
  }

  /**
   * Waits until the query ends; an error of it is thrown, also that its topic was made anew.
   *
   * @param longest waits no longer than this
   */
  public void await(Optional<Duration> longest) {
    StreamingQuery query = running.orElseThrow();
    try {
      if (longest.isPresent()) {
        query.awaitTermination(longest.get().toMillis());
      } else {
        query.awaitTermination();
      }
    } catch (StreamingQueryException e) {
      throw new IllegalStateException(
          lost.or(this::anotherTopic)
              .orElseGet(() -> "query " + settings.query() + ": " + e.getMessage()),
          e);
    }
    lost.ifPresent(
        why -> {
          throw new IllegalStateException(why);
        });
  }

  /** Stops the query, waits for snapshots under way and lets go of the folder. */
  @Override
  public void close() {
    running.ifPresent(this::stop);
    listener.ifPresent(store.spark().streams()::removeListener);
    follower.close(); // it writes into the folder
    lock.ifPresent(
        file -> {
          // Only whoever holds the folder: another's snapshots are not ours to end.
          Executor.drain(settings.states(), Positions.in(settings.folder()));
          try {
            file.close();
          } catch (IOException e) {
            LOG.warn("{}: {}", settings.folder(), e.toString());
          }
        });
    lock = Optional.empty();
    looks.ifPresent(StandingLooks::close); // last, as a broker may not answer it
  }
}
