package org.tidemark.jobs.cli;

import java.sql.Date;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.spark.sql.RowFactory;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;

/** Runs a task and writes down what it did, how long it took and on what it ran. */
final class RunRecorder {
  private final TableStore store;
  private final InstantSource clock;

  RunRecorder(TableStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** The task's summary as one line of JSON. */
  String run(String task, NightlyArgs args) {
    return run(task, args, List.of(task), () -> NightlyTasks.run(store, task, args));
  }

  /**
   * The same for work that is no task of the nightly DAG.
   *
   * @param task its name in the table
   * @param verb the words that call it again, before lake, date and settings
   */
  String run(String task, NightlyArgs args, List<String> verb, Supplier<Record> work) {
    var begin = clock.instant();
    Record summary = work.get();
    double seconds = Duration.between(begin, clock.instant()).toMillis() / 1000.0;
    String json = Json.line(summary);
    store.replace(
        Tables.RUNS,
        store.rows(
            Tables.RUNS,
            List.of(
                RowFactory.create(
                    args.runId(),
                    task,
                    "done",
                    Date.valueOf(args.asOf()),
                    RerunCommand.line(RerunCommand.words(verb, store.lake(), args)),
                    json,
                    Json.line(versions()),
                    seconds,
                    Environment.codeVersion(),
                    Json.line(environment())))),
        args.mine() + " AND task = '" + task + "'");
    return json;
  }

  private Map<String, Long> versions() {
    Map<String, Long> versions = new TreeMap<>();
    for (Table table : Tables.all()) {
      long version = store.version(table);
      if (version >= 0 && !table.equals(Tables.RUNS)) {
        versions.put(table.qualifiedName(), version);
      }
    }
    return versions;
  }

  private Map<String, String> environment() {
    Map<String, String> facts = new TreeMap<>(Environment.describe());
    facts.put("spark", store.spark().version());
    facts.put("master", store.spark().sparkContext().master());
    return facts;
  }
}
