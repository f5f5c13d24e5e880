package org.tidemark.streaming.score;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Decides, once at the beginning of each micro-batch, which model scores it: the champion of the
 * registry, or the one before when the new one may not serve.
 */
final class Champions {
  private static final Logger LOG = LoggerFactory.getLogger(Champions.class);

  private final TableStore store;
  private final String model;
  private final String query;
  private final Artifacts artifacts;
  private final Pins pins;
  private final Set<String> alerted = new HashSet<>();
  private Optional<Artifacts.Loaded> serving = Optional.empty();

  Champions(TableStore store, ScorerSettings settings, Artifacts artifacts, Pins pins) {
    this.store = store;
    this.model = settings.model();
    this.query = settings.query();
    this.artifacts = artifacts;
    this.pins = pins;
  }

  /** The model of a batch, absent when there is none; noted before it is returned. */
  Optional<Artifacts.Loaded> at(long batchId) {
    Optional<Pins.Pin> pinned = pins.read(batchId);
    if (pinned.isPresent()) {
      serving = again(batchId, pinned.get());
      return serving;
    }
    if (serving.isEmpty()) {
      serving = before(batchId);
    }
    serving = choose();
    pins.write(batchId, new Pins.Pin(serving.map(Artifacts.Loaded::champion)));
    return serving;
  }

  private Optional<Artifacts.Loaded> again(long batchId, Pins.Pin pin) {
    if (pin.champion().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(load(pin.champion().get()));
    } catch (Artifacts.RefusedException e) {
      throw new IllegalStateException(
          "batch "
              + batchId
              + " was begun with "
              + pin.champion().get().version()
              + ", which can no longer serve: "
              + e.getMessage()
              + "; restore its file and start again",
          e);
    }
  }

  /** The model of the batch before this one, from before a restart. */
  private Optional<Artifacts.Loaded> before(long batchId) {
    Optional<Champion> last = pins.read(batchId - 1).flatMap(Pins.Pin::champion);
    if (last.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(load(last.get()));
    } catch (Artifacts.RefusedException e) {
      alert(e.rule(), last.get().version(), e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Artifacts.Loaded> choose() {
    List<Row> rows =
        store
            .read(Tables.MODEL_REGISTRY)
            .where(
                functions
                    .col("alias")
                    .equalTo("champion")
                    .and(functions.col("model").equalTo(model)))
            .select("model_version", "onnx_sha256")
            .collectAsList();
    if (rows.isEmpty()) {
      LOG.warn("query {}: model {} has no champion; bars are counted, not scored", query, model);
      return Optional.empty();
    }
    if (rows.size() > 1) {
      return keep("champion-ambiguous", model, rows.size() + " versions are champion of " + model);
    }
    Row row = rows.get(0);
    Champion champion =
        new Champion(model, row.getString(0), row.getString(1), "champion of the registry");
    try {
      return Optional.of(load(champion));
    } catch (Artifacts.RefusedException e) {
      return keep(e.rule(), champion.version(), e.getMessage());
    }
  }

  private Artifacts.Loaded load(Champion champion) throws Artifacts.RefusedException {
    if (serving.isPresent() && serving.get().champion().isSameModelAs(champion)) {
      return new Artifacts.Loaded(champion, serving.get().artifact());
    }
    Artifacts.Loaded loaded = artifacts.load(champion);
    LOG.info("query {}: {} {} serves from now on", query, model, champion.version());
    return loaded;
  }

  private Optional<Artifacts.Loaded> keep(String rule, String subject, String problem) {
    alert(rule, subject, problem);
    return serving.map(
        loaded ->
            new Artifacts.Loaded(
                loaded.champion().because("kept, because " + subject + " is refused: " + rule),
                loaded.artifact()));
  }

  /** One row per problem, however many batches meet it. */
  private void alert(String rule, String subject, String problem) {
    String message =
        problem
            + (serving.isPresent()
                ? "; " + serving.get().champion().version() + " goes on serving"
                : "; nothing is scored until a champion can serve");
    if (alerted.add(rule + "|" + subject)) {
      LOG.error("query {}: {}: {}", query, rule, message);
      store.upsert(
          Tables.ALERTS,
          store.rows(
              Tables.ALERTS,
              List.of(
                  RowFactory.create(
                      "live-" + query, rule, subject, "critical", 1.0, 0.0, message))),
          "run_id",
          "rule",
          "subject");
    }
  }
}
