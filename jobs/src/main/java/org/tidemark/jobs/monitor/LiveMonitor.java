package org.tidemark.jobs.monitor;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.features.label.Labeler;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.alarm.Alert;
import org.tidemark.jobs.alarm.AlertBook;
import org.tidemark.jobs.alarm.AlertRules;
import org.tidemark.jobs.alarm.AlertSink;
import org.tidemark.jobs.alarm.Condition;
import org.tidemark.jobs.alarm.Outbox;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.serve.LiveAccuracy;
import org.tidemark.jobs.serve.Registered;
import org.tidemark.jobs.serve.Scorer;
import org.tidemark.jobs.train.ModelManifest;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.Target;

/**
 * Looks at one live query from outside: drift of its features and scores, quality of its scores
 * where labels are known, and latency, held against the rules of the lake; alerts go to the sinks.
 * It reads what the scorer has written and writes tables of its own, so it can neither slow nor
 * fail it; looks may be missed, repeated or killed without harm.
 */
public final class LiveMonitor {
  private static final Logger LOG = LoggerFactory.getLogger(LiveMonitor.class);

  private final TableStore store;
  private final String query;
  private final String model;
  private final LiveDrift drift;
  private final LiveQuality quality;
  private final AlertBook book;
  private final Outbox outbox;
  private final Map<String, List<LiveDrift.Newest>> drifts = new TreeMap<>();
  private final Map<String, LiveQuality.Newest> qualities = new TreeMap<>();
  private long labelsSeen = -1;
  private Set<Scorer> aliased = Set.of();
  private Map<String, Scorer> files = Map.of();

  /**
   * @param query whose rows are read
   * @param model whose versions score in it
   * @param cell length of a cell of event time
   * @param window length of a drift window, whole cells
   */
  public LiveMonitor(
      TableStore store,
      String query,
      String model,
      Duration cell,
      Duration window,
      List<AlertSink> sinks) {
    this.store = store;
    this.query = query;
    this.model = model;
    this.drift = new LiveDrift(store, query, model, cell, window);
    this.quality = new LiveQuality(store);
    this.book = new AlertBook(store, "watch-" + query + "-" + model);
    this.outbox = new Outbox(store, sinks);
    store.ensure(Tables.RETRAIN_TRIGGERS);
  }

  /**
   * What a look found, as known now.
   *
   * @param champion empty where nobody serves
   * @param psi by version, then column; {@code score} is that of the scores
   * @param quality by version, then metric, over the rolling window
   * @param modelMillis 99th percentile of one row through the champion; NaN where unknown
   * @param open alerts of this monitor that stand
   * @param raised those that are new
   * @param ended those that are over
   * @param triggers asked for a new fit in this look
   * @param delivered events handed to sinks
   * @param waiting events that sinks have not taken
   */
  public record Look(
      String champion,
      Map<String, Map<String, Double>> psi,
      Map<String, Map<String, Double>> quality,
      double modelMillis,
      int open,
      int raised,
      int ended,
      long triggers,
      long delivered,
      long waiting) {}

  /** One look. What waits goes out before anything is measured: a step of a look may fail. */
  public Look look(Instant now) {
    Optional<Outbox.Round> waited = sendWaiting(now);
    Registered registered = Registered.of(store, model);
    forgetReplaced(registered);
    drift.look(files.values()).stream()
        .collect(Collectors.groupingBy(LiveDrift.Newest::version))
        .forEach(drifts::put);
    measureQuality(registered, now);
    Optional<Row> champion = registered.with(Registered.CHAMPION);
    List<Condition> conditions = new ArrayList<>(LiveConditions.latencies(store, query));
    double millis = Double.NaN;
    List<Alert> gone = new ArrayList<>(book.open());
    if (champion.isPresent()) {
      Scorer serving = Scorer.of(champion.get());
      String version = serving.version();
      conditions.addAll(
          LiveConditions.drift(
              serving, drifts.computeIfAbsent(version, v -> drift.before(serving))));
      accuracy(champion.get()).ifPresent(conditions::add);
      Optional<ModelProbe.Times> times = probe(champion.get());
      times.ifPresent(t -> conditions.add(LiveConditions.latency(version, t)));
      millis = times.map(ModelProbe.Times::p99).orElse(Double.NaN);
      gone.removeIf(
          alert ->
              alert.subject().equals(version)
                  && alert.file().map(serving.sha256()::equals).orElse(true));
    }
    gone.removeIf(alert -> alert.rule().equals(AlertRules.LATENCY));
    AlertRules rules = AlertRules.of(store);
    List<Alert> ended = book.end(gone, "That version, or its file, does not serve any more.", now);
    AlertBook.Change change = book.take(rules, conditions, now);
    long triggers = trigger(rules, now);
    // A sink that is down is not tried a second time where there is nothing more to send.
    Outbox.Round round =
        waited
            .map(sent -> change.isEmpty() && ended.isEmpty() ? sent : sent.and(outbox.deliver(now)))
            .orElseGet(() -> outbox.deliver(now));
    return new Look(
        champion.map(Registered::version).orElse(""),
        psi(),
        metrics(),
        millis,
        book.open().size(),
        change.raised().size(),
        change.ended().size() + ended.size(),
        triggers,
        round.delivered(),
        round.waiting());
  }

  /** Empty where it failed: alerts are made all the same, and sending them fails again. */
  private Optional<Outbox.Round> sendWaiting(Instant now) {
    try {
      return Optional.of(outbox.deliver(now));
    } catch (RuntimeException e) {
      LOG.warn("alerts that wait were not sent before the look: {}", e.toString());
      return Optional.empty();
    }
  }

  /** What one file did says nothing of another that is registered under its name. */
  private void forgetReplaced(Registered registered) {
    Map<String, Scorer> now =
        registered.rows().stream()
            .map(Scorer::of)
            .collect(Collectors.toMap(Scorer::version, file -> file, (one, other) -> one));
    files.forEach(
        (version, file) -> {
          if (!file.equals(now.get(version))) {
            drifts.remove(version);
            qualities.remove(version);
          }
        });
    files = now;
  }

  /** Labels come by night; without new ones, or other files, nothing is measured anew. */
  private void measureQuality(Registered registered, Instant now) {
    long labels = store.version(Tables.LABELS);
    List<Row> versions =
        registered.rows().stream().filter(version -> version.getAs("alias") != null).toList();
    Set<Scorer> scorers = versions.stream().map(Scorer::of).collect(Collectors.toSet());
    if (labels < 0
        || labels == labelsSeen && scorers.equals(aliased)
        || !store.exists(Tables.SCORES)) {
      return;
    }
    for (Row version : versions) {
      subject(version)
          .flatMap(subject -> quality.look(subject, now))
          .ifPresentOrElse(
              found -> qualities.put(found.version(), found),
              // What another file of the name scored does not stand for this one.
              () -> qualities.remove(Registered.version(version)));
    }
    labelsSeen = labels;
    aliased = scorers;
  }

  private Optional<LiveQuality.Subject> subject(Row version) {
    String name = Registered.version(version);
    NightlyConfig config =
        NightlyConfig.of(ModelManifest.of(store, name, Optional.of(model)).facts().settings());
    Optional<Target> target =
        switch (version.<String>getAs("target")) {
          case "binary" -> Optional.of(new Target.Binary());
          case "regression" -> Optional.of(new Target.Regression());
          // How many classes there are is in the label alone.
          default ->
              Optional.of(TrainingFrame.target(Labeler.parse(config.text("label"))))
                  .filter(of -> of instanceof Target.MultiClass);
        };
    java.time.LocalDate asOf = version.<java.sql.Date>getAs("as_of").toLocalDate();
    return target.map(
        of ->
            new LiveQuality.Subject(
                Scorer.of(version),
                LabelsJob.labelSet(new NightlyArgs(asOf, config, Progress.SILENT)),
                of,
                config.tradingRule()));
  }

  private Optional<Condition> accuracy(Row champion) {
    Scorer scorer = Scorer.of(champion);
    return Optional.ofNullable(qualities.get(scorer.version()))
        .flatMap(
            found ->
                LiveAccuracy.promised(store, champion)
                    .map(promised -> LiveConditions.accuracy(scorer, promised, found)));
  }

  /** A file that cannot be opened is the scorer's own alert; the rest of the look goes on. */
  private Optional<ModelProbe.Times> probe(Row champion) {
    try {
      return ModelProbe.time(store, champion);
    } catch (RuntimeException e) {
      LOG.warn("the champion cannot be timed: {}", e.toString());
      return Optional.empty();
    }
  }

  /** Every open alert whose rule says so asks once, also after a crash between the two. */
  private long trigger(AlertRules rules, Instant now) {
    List<Row> asked =
        book.open().stream()
            .filter(a -> rules.of(condition(a)).filter(rule -> rule.retrain()).isPresent())
            .map(
                a ->
                    RowFactory.create(
                        a.runId(), a.rule(), a.subject(), model, a.message(), Timestamp.from(now)))
            .toList();
    if (asked.isEmpty()) {
      return 0;
    }
    long before = store.read(Tables.RETRAIN_TRIGGERS).count();
    store.insertNew(
        Tables.RETRAIN_TRIGGERS,
        store.rows(Tables.RETRAIN_TRIGGERS, asked),
        "run_id",
        "rule",
        "subject");
    return store.read(Tables.RETRAIN_TRIGGERS).count() - before;
  }

  private static Condition condition(Alert alert) {
    return new Condition(alert.rule(), alert.subject(), alert.value(), 0, alert.message());
  }

  private Map<String, Map<String, Double>> psi() {
    Map<String, Map<String, Double>> all = new TreeMap<>();
    drifts.forEach(
        (version, columns) -> {
          Map<String, Double> values = new TreeMap<>();
          columns.forEach(n -> values.put(n.feature(), n.drift().psi()));
          all.put(version, values);
        });
    return all;
  }

  private Map<String, Map<String, Double>> metrics() {
    Map<String, Map<String, Double>> all = new TreeMap<>();
    qualities.forEach(
        (version, found) -> {
          Map<String, Double> values = new TreeMap<>();
          found.metrics().forEach(m -> values.put(m.metric(), m.value()));
          all.put(version, values);
        });
    return all;
  }
}
