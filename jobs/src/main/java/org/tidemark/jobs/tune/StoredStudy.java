package org.tidemark.jobs.tune;

import java.sql.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.tidemark.lakehouse.Tables;
import org.tidemark.models.tune.Goal;
import org.tidemark.models.tune.Progress;
import org.tidemark.models.tune.Pruner;
import org.tidemark.models.tune.Sampler;
import org.tidemark.models.tune.Space;
import org.tidemark.models.tune.Study;
import org.tidemark.models.tune.Trial;

/** A study as {@code models.studies} keeps it: enough to go on with it, and to refuse another. */
record StoredStudy(Study study, Origin origin) {
  private static final List<String> COLUMNS = Tables.STUDIES.columnNames();

  /** The row of the table, with where the study stands. */
  Row row(Progress at) {
    Optional<Trial> best = at.finished() ? at.best() : Optional.empty();
    return RowFactory.create(
        study.id(),
        origin.model(),
        origin.runId(),
        Date.valueOf(origin.asOf()),
        origin.settings(),
        study.space().id(),
        study.sampler().id(),
        study.pruner().id(),
        origin.metric(),
        study.goal().name().toLowerCase(Locale.ROOT),
        study.trials(),
        study.batch(),
        study.steps(),
        study.seed(),
        origin.split(),
        origin.seen(),
        origin.rows(),
        origin.fromNanos(),
        origin.toNanos(),
        origin.labelsToNanos(),
        origin.hash(),
        at.finished() ? "done" : "running",
        best.map(Trial::number).orElse(null),
        best.map(Trial::value).orElse(null),
        origin.codeVersion());
  }

  /**
   * Reads a row back.
   *
   * @param row with the columns of the table in their order
   */
  static StoredStudy of(Row row) {
    return new StoredStudy(
        new Study(
            text(row, "study"),
            Space.parse(text(row, "space")),
            Sampler.parse(text(row, "sampler")),
            Pruner.parse(text(row, "pruner")),
            Goal.valueOf(text(row, "goal").toUpperCase(Locale.ROOT)),
            row.getInt(COLUMNS.indexOf("trials")),
            row.getInt(COLUMNS.indexOf("batch")),
            row.getInt(COLUMNS.indexOf("folds")),
            whole(row, "seed")),
        new Origin(
            text(row, "model"),
            text(row, "run_id"),
            row.getDate(COLUMNS.indexOf("as_of")).toLocalDate(),
            text(row, "settings"),
            text(row, "metric"),
            text(row, "split"),
            text(row, "seen"),
            whole(row, "rows_seen"),
            whole(row, "seen_from_nanos"),
            whole(row, "seen_to_nanos"),
            whole(row, "labels_to_nanos"),
            text(row, "rows_hash"),
            text(row, "code_version")));
  }

  private static String text(Row row, String column) {
    return row.getString(COLUMNS.indexOf(column));
  }

  private static long whole(Row row, String column) {
    return row.getLong(COLUMNS.indexOf(column));
  }

  /**
   * The study that goes on when this one is asked for again: itself, with as many trials as are
   * asked for now, and the program that began it.
   *
   * @throws IllegalArgumentException if another one is asked for; it shows both sides
   */
  StoredStudy resumedAs(StoredStudy asked) {
    Map<String, String> here = asked.identity();
    Map<String, String> there = identity();
    String differences =
        there.keySet().stream()
            .filter(name -> !there.get(name).equals(here.get(name)))
            .map(
                name ->
                    "\n  %s: %s%n  %s  here: %s"
                        .formatted(
                            name, there.get(name), " ".repeat(name.length()), here.get(name)))
            .collect(Collectors.joining());
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(
          "study '"
              + study.id()
              + "' is in the lake with other settings or rows; repeat its own, or take another"
              + " name:"
              + differences);
    }
    int more = asked.study.trials();
    if (more < study.trials()) {
      throw new IllegalArgumentException(
          "study '"
              + study.id()
              + "' was begun with "
              + study.trials()
              + " trials, which were or will be seen; ask for so many or more, not "
              + more);
    }
    if (more > study.trials() && study.trials() % study.batch() != 0) {
      throw new IllegalArgumentException(
          "study '"
              + study.id()
              + "' has "
              + study.trials()
              + " trials, which is no multiple of its batch of "
              + study.batch()
              + ", so its last batch cannot grow; begin another study");
    }
    return new StoredStudy(asked.study, origin);
  }

  /** What must not change between two calls. */
  private Map<String, String> identity() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("space", study.space().id());
    facts.put("sampler", study.sampler().id());
    facts.put("pruner", study.pruner().id());
    facts.put("metric", origin.metric());
    facts.put("batch", Integer.toString(study.batch()));
    facts.put("seed", Long.toString(study.seed()));
    facts.put("model", origin.model());
    facts.put("as-of", origin.asOf().toString());
    facts.put("settings", origin.settings());
    facts.put("split", origin.split());
    facts.put("rows", origin.seen());
    facts.put("row count", Long.toString(origin.rows()));
    facts.put("row content", origin.hash());
    return facts;
  }
}
