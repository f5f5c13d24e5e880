package org.tidemark.jobs.dag;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.tidemark.lakehouse.spark.LakeFiles;

/**
 * A run log of one small JSON file per succeeded task, {@code
 * <lake>/_runs/<dag>/<date>/<task>.json}, each whole or absent, wherever the lake is.
 */
public final class FileRunLog implements RunLog {
  private final LakeFiles files;
  private final String dagId;
  private final LocalDate asOf;

  public FileRunLog(LakeFiles files, String dagId, LocalDate asOf) {
    this.files = files;
    this.dagId = dagId;
    this.asOf = asOf;
  }

  @Override
  public boolean isDone(Task task) {
    // A whole file of another command is not this task.
    List<String> lines =
        files.read(file(task)).stream()
            .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
            .toList();
    return lines.contains(statusLine()) && lines.contains(commandLine(task));
  }

  @Override
  public void recordSuccess(Task task, int attempts, Duration duration) {
    String text =
        String.join(
            "\n",
            "{",
            "  \"dag\": " + JsonText.quote(dagId) + ",",
            "  \"as_of\": " + JsonText.quote(asOf.toString()) + ",",
            "  \"task\": " + JsonText.quote(task.id()) + ",",
            commandLine(task),
            statusLine(),
            "  \"attempts\": " + attempts + ",",
            "  \"duration_millis\": " + duration.toMillis(),
            "}",
            "");
    files.write(file(task), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void forget(Task task) {
    files.delete(file(task));
  }

  private String file(Task task) {
    return "_runs/" + dagId + "/" + asOf + "/" + task.id() + ".json";
  }

  private static String statusLine() {
    return "  \"status\": \"success\",";
  }

  private static String commandLine(Task task) {
    return "  \"command\": " + JsonText.array(task.command()) + ",";
  }
}
