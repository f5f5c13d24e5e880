package org.tidemark.jobs.dag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/**
 * A run log of one small JSON file per succeeded task, {@code
 * <lake>/_runs/<dag>/<date>/<task>.json}, each written beside its place, forced to disk and renamed
 * into it.
 */
public final class FileRunLog implements RunLog {
  private final Path folder;
  private final String dagId;
  private final LocalDate asOf;

  /**
   * @param lake root of the lake on a local or mounted file system
   */
  public FileRunLog(Path lake, String dagId, LocalDate asOf) {
    this.folder = lake.resolve("_runs").resolve(dagId).resolve(asOf.toString());
    this.dagId = dagId;
    this.asOf = asOf;
  }

  @Override
  public boolean isDone(Task task) {
    Path file = file(task);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try {
      // The rename makes a file whole or absent; a whole file of another command is not this task.
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      return lines.contains(statusLine()) && lines.contains(commandLine(task));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the task status " + file, e);
    }
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
    Path file = file(task);
    Path part = folder.resolve("." + task.id() + ".json.part");
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the task status " + file, e);
    }
  }

  @Override
  public void forget(Task task) {
    try {
      Files.deleteIfExists(file(task));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the task status " + file(task), e);
    }
  }

  private Path file(Task task) {
    return folder.resolve(task.id() + ".json");
  }

  private static String statusLine() {
    return "  \"status\": \"success\",";
  }

  private static String commandLine(Task task) {
    return "  \"command\": " + JsonText.array(task.command()) + ",";
  }
}
