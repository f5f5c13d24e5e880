package org.tidemark.streaming.score;

import static org.apache.spark.sql.functions.col;

import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.streaming.feature.Every;
import org.tidemark.streaming.feature.FoldTotals;
import org.tidemark.streaming.feature.LiveFeatures;
import org.tidemark.streaming.feature.SavedStates;
import org.tidemark.streaming.sink.MicroBatch;
import org.tidemark.streaming.sink.MicroBatches;
import org.tidemark.streaming.sink.Routed;
import org.tidemark.streaming.source.CheckpointLog;

/**
 * The Structured Streaming query that scores live ticks: each closed bar once by the version (or
 * the rule) that serves it, and once by each shadow, into {@code live.scores}, its features into
 * {@code live.features}, by option each tick on its unfinished bar into {@code
 * live.provisional_scores} and signals of strategies into {@code live.signals}, each tick taken
 * into {@code live.ticks}, each tick that could not be used into {@code live.dead_letters}, what an
 * instrument began with into {@code live.beginnings}, one row a batch into {@code live.progress}.
 * Progress is written last: a batch that it counts is in the other tables.
 *
 * <p>Exactly once: a batch that is repeated after a crash reads the same ticks from the same state
 * with the same versions, so it computes the same rows; each table remembers the last batch it took
 * from this query and takes no batch twice.
 */
public final class LiveScorer {
  private final TableStore store;
  private final ScorerSettings settings;
  private final LineUps lineUps;
  private final BatchScores scores;
  private final MicroBatches batches;
  private final HeldCheckpoint checkpoint;
  private final CoveredOffsets offsets;
  private Consumer<Batch> observer = batch -> {};
  private Gate gate = batch -> {};

  /** A scorer over the lake of a store; nothing runs yet. */
  public LiveScorer(TableStore store, ScorerSettings settings) {
    this.store = store;
    this.settings = settings;
    Configuration configuration = store.spark().sessionState().newHadoopConf();
    ScorerAlerts alerts = new ScorerAlerts(store, settings.query());
    this.lineUps =
        new LineUps(
            settings,
            new RegistryRows(store, settings.model()),
            settings.lineUp().regimes().byModel().keySet().stream()
                .collect(Collectors.toMap(name -> name, name -> new RegistryRows(store, name))),
            new Artifacts(store, settings.set()),
            new Pins(settings.checkpoint(), configuration),
            alerts);
    this.batches = new MicroBatches(store);
    this.scores = new BatchScores(store.spark(), settings, lineUps::file);
    this.checkpoint =
        new HeldCheckpoint(store, settings.query(), settings.checkpoint(), settings.source());
    this.offsets =
        new CoveredOffsets(
            settings.source(), new CheckpointLog(settings.checkpoint(), configuration), alerts);
  }

  /**
   * Totals of a query over all its batches.
   *
   * @param batches micro-batches
   * @param consumed ticks read: {@code valid + dead}
   * @param valid ticks taken
   * @param dead ticks in {@code live.dead_letters}
   * @param bars bars closed
   * @param scored bars that a version served; rows of shadows in {@code live.scores} are not
   *     counted
   */
  public record Totals(long batches, long consumed, long valid, long dead, long bars, long scored) {
    public Totals {
      if (valid + dead != consumed) {
        throw new IllegalArgumentException(
            "consumed " + consumed + " must equal valid " + valid + " + dead " + dead);
      }
    }
  }

  /**
   * One micro-batch, as {@code live.progress} has it.
   *
   * @param champion version that served it
   * @param newestEventNanos latest time of a tick or bar in it
   */
  public record Batch(
      long id,
      long consumed,
      long valid,
      long dead,
      long bars,
      long scored,
      Optional<String> champion,
      Optional<Long> newestEventNanos) {}

  /** Tells somebody of each batch once all of it is written; before {@link #start}. */
  public LiveScorer observedBy(Consumer<Batch> someone) {
    observer = someone;
    return this;
  }

  /** What each batch passes before it does anything. */
  public interface Gate {
    /** Returns when the batch may begin. */
    void pass(long batch) throws InterruptedException;
  }

  /** Puts a gate before each batch; before {@link #start}. */
  public LiveScorer behind(Gate someGate) {
    gate = someGate;
    return this;
  }

  /**
   * Starts the query, or goes on where its checkpoint stands; of a topic, returns once a batch that
   * a crash has left unfinished is done again.
   *
   * @return the running query; {@code awaitTermination()} returns by itself when the schedule is
   *     {@link Schedule.UntilIdle}, and {@code stop()} is safe at any moment
   * @throws IllegalStateException if another scorer runs on the checkpoint, or it is of a later
   *     program, other features, another source or a topic made anew since, or a file of it is
   *     damaged
   */
  public StreamingQuery start() {
    return checkpoint.start(this::begin);
  }

  private StreamingQuery begin() {
    store.ensure(Tables.SCORES);
    if (settings.every() == Every.TICK) {
      store.ensure(Tables.PROVISIONAL_SCORES);
    }
    if (settings.lineUp().needsCertificates()) {
      store.ensure(Tables.CERTIFICATES);
    }
    store.ensure(Tables.DEAD_LETTERS);
    store.ensure(Tables.LIVE_BEGINNINGS);
    store.ensure(Tables.LIVE_TICKS);
    store.ensure(Tables.LIVE_FEATURES);
    if (!settings.signals().strategies().isEmpty()) {
      store.ensure(Tables.LIVE_SIGNALS);
    }
    Birth birth = new Birth(store, settings.checkpoint(), settings.beginning());
    new TakenBatches(store, settings.query(), settings.checkpoint()).fit();
    new CheckpointFormat(settings.checkpoint(), store.spark().sessionState().newHadoopConf())
        .check(settings.set());
    checkpoint.checkSource();
    Dataset<Row> ticks = settings.source().open(store.spark());
    Dataset<Row> states =
        birth
            .states((version, until) -> SavedStates.newest(store, settings.set(), version, until))
            .orElseGet(() -> SavedStates.none(store.spark()));
    Dataset<Row> folded =
        new LiveFeatures(settings.set(), settings.limits(), settings.every())
            .of(ticks, states, settings.source().schema());
    try {
      return folded
          .writeStream()
          .queryName(settings.query())
          .option("checkpointLocation", settings.checkpoint())
          .outputMode("append")
          .trigger(settings.schedule().trigger())
          .foreachBatch((VoidFunction2<Dataset<Row>, Long>) this::take)
          .start();
    } catch (TimeoutException e) {
      throw new IllegalStateException("query " + settings.query() + " did not start", e);
    }
  }

  /** What the query has done so far, over all restarts. */
  public Totals totals() {
    Row sum =
        progress()
            .selectExpr(
                "count(*)",
                "coalesce(sum(consumed), 0L)",
                "coalesce(sum(valid), 0L)",
                "coalesce(sum(dead), 0L)",
                "coalesce(sum(bars), 0L)",
                "coalesce(sum(scored), 0L)")
            .head();
    return new Totals(
        sum.getLong(0),
        sum.getLong(1),
        sum.getLong(2),
        sum.getLong(3),
        sum.getLong(4),
        sum.getLong(5));
  }

  private Dataset<Row> progress() {
    return store.read(Tables.PROGRESS).where(col("query").equalTo(settings.query()));
  }

  private void take(Dataset<Row> batch, long id) throws Exception {
    gate.pass(id);
    checkpoint.checkSourceBefore(id);
    write(batches.at(batch, id), lineUps.at(id));
  }

  private void write(MicroBatch batch, LineUp lineUp) throws Exception {
    LiveShapes shapes = LiveShapes.of(settings, batch.id());
    FoldRouter router =
        new FoldRouter(
            shapes,
            scores.of(lineUp),
            settings.every() == Every.TICK ? scores.ofTicks(lineUp) : new BarScores.Nobody(),
            SignalRows.of(settings, lineUp, lineUps::file));
    FoldTotals total;
    try (Routed<FoldTotals> routed = batch.route(shapes.tables(), router)) {
      total = routed.totals().stream().reduce(FoldTotals.NONE, FoldTotals::plus);
      total.checkKept(batch.id());
      offsets.check(batch.id(), total.consumed());
      batch.append(shapes.tables().stream().map(routed::part).toList());
    }
    long scored = lineUp.serving().isPresent() ? total.bars() : 0;
    batch.append(
        Tables.PROGRESS, total.progress(settings.query(), batch.id(), scored, lineUp.serving()));
    observer.accept(
        new Batch(
            batch.id(),
            total.consumed(),
            total.valid(),
            total.dead(),
            total.bars(),
            scored,
            lineUp.serving(),
            total.newest()));
  }
}
