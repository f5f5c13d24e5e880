package org.tidemark.jobs.report.fill;

import static org.tidemark.jobs.report.fill.LakeReader.text;
import static org.tidemark.jobs.report.fill.LakeReader.whole;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.report.Making;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;

/** Reads what is needed to make the same run again. */
final class MakingReader {
  private final LakeReader lake;
  private final List<TaskRecord> tasks;

  MakingReader(LakeReader lake, List<TaskRecord> tasks) {
    this.lake = lake;
    this.tasks = List.copyOf(tasks);
  }

  Making read() {
    return new Making(
        commands(),
        tables(),
        tasks.stream().map(t -> new Making.TaskRun(t.task(), t.status(), t.seconds())).toList(),
        facts());
  }

  /** The lake as a user names it. */
  String lakeText() {
    return RerunCommand.text(lake.store().lake());
  }

  private List<Making.Command> commands() {
    List<Making.Command> commands = new ArrayList<>();
    commands.add(
        new Making.Command("The whole run, with every setting that is not the default", runLine()));
    if (!tasks.isEmpty()) {
      commands.add(
          new Making.Command(
              "Task by task, as recorded",
              tasks.stream().map(TaskRecord::command).collect(Collectors.joining("\n"))));
    }
    return commands;
  }

  /** A setting a line. */
  private String runLine() {
    List<String> words =
        RerunCommand.words(List.of("run", "nightly"), lake.store().lake(), lake.args());
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(line.isEmpty() ? "" : word.equals("--set") ? " \\\n  " : " ");
      line.append(RerunCommand.quoted(word));
    }
    return line.toString();
  }

  /** The log of runs is left out: the report's own entry follows the report. */
  private List<Making.TableVersion> tables() {
    List<Table> all = new ArrayList<>(Tables.all());
    all.addAll(ModelColumns.of(lake.store(), lake.args()).tables());
    List<Making.TableVersion> versions = new ArrayList<>();
    for (Table table : all) {
      long version = lake.store().version(table);
      if (version >= 0 && !table.equals(Tables.RUNS)) {
        versions.add(
            new Making.TableVersion(
                table.qualifiedName(), version, lake.store().read(table, version).count()));
      }
    }
    versions.sort(java.util.Comparator.comparing(Making.TableVersion::table));
    return versions;
  }

  private List<Making.Fact> facts() {
    List<Making.Fact> facts = new ArrayList<>();
    ModelColumns set = ModelColumns.of(lake.store(), lake.args());
    facts.add(new Making.Fact("feature set", set.name() + ", " + set.names().size() + " features"));
    facts.add(new Making.Fact("feature set hash", set.hash()));
    fitted(facts);
    for (Map.Entry<String, String> e : environment().entrySet()) {
      facts.add(new Making.Fact(e.getKey(), e.getValue()));
    }
    NightlyConfig config = lake.args().config();
    config.toMap().forEach((key, value) -> facts.add(new Making.Fact(key, value)));
    return facts;
  }

  private void fitted(List<Making.Fact> facts) {
    List<Row> manifests = lake.mine(Tables.MODEL_MANIFESTS).orderBy("learner").collectAsList();
    Set<String> versions = new TreeSet<>();
    for (Row r : manifests) {
      Json.tree(text(r, "dataset_versions").getBytes(StandardCharsets.UTF_8))
          .fields()
          .forEachRemaining(e -> versions.add(e.getKey() + " v" + e.getValue().asLong()));
      facts.add(
          new Making.Fact(
              text(r, "learner") + " fitted with",
              text(r, "hyperparameters") + ", seed " + whole(r, "seed")));
      String trained =
          Json.tree(text(r, "manifest").getBytes(StandardCharsets.UTF_8))
              .path("rowsHash")
              .asText("");
      if (!trained.isEmpty()) {
        facts.add(
            new Making.Fact(
                text(r, "learner") + " fitted on",
                "%d rows with hash %s".formatted(whole(r, "rows_trained"), trained)));
      }
    }
    if (!versions.isEmpty()) {
      facts.add(new Making.Fact("tables fitted on", String.join(", ", versions)));
    }
  }

  /** Code and machine; where tasks of the run differ in one, all of its values. */
  private Map<String, String> environment() {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (TaskRecord task : tasks) {
      values.computeIfAbsent("code version", k -> new TreeSet<>()).add(task.codeVersion());
      Json.tree(task.environment().getBytes(StandardCharsets.UTF_8))
          .fields()
          .forEachRemaining(
              e ->
                  values
                      .computeIfAbsent(label(e.getKey()), k -> new TreeSet<>())
                      .add(e.getValue().asText()));
    }
    Map<String, String> joined = new LinkedHashMap<>();
    values.forEach((key, of) -> joined.put(key, String.join("; ", of)));
    return joined;
  }

  private static String label(String key) {
    return switch (key) {
      case "jvm" -> "JVM";
      case "os" -> "operating system";
      case "cpu" -> "CPU";
      case "spark" -> "Spark";
      case "master" -> "Spark master";
      default -> key;
    };
  }
}
