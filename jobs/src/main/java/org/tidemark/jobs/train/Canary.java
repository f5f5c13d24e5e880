package org.tidemark.jobs.train;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.OrtEnvironment;
import com.google.protobuf.Message;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tidemark.models.onnx.LoadGuard;
import org.tidemark.models.onnx.OnnxArtifact;

/**
 * Tries a model file in a JVM of its own before this one opens it: a file on which the native
 * runtime crashes, hangs or fills the memory takes that process down and not the job.
 *
 * <p>The child gets this program's own jars as they lie on this machine, whatever class loader they
 * came by, so that it starts the same under spark-submit.
 */
final class Canary {
  /**
   * What a child may take.
   *
   * @param heapMebibytes of its Java heap; native memory is not limited
   * @param time from its start to its end
   */
  record Limits(int heapMebibytes, Duration time) {
    Limits {
      if (heapMebibytes < 2 || time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException(
            "a canary needs 2 MiB of heap or more, and time, not "
                + heapMebibytes
                + " MiB and "
                + time);
      }
    }
  }

  /** What became of a child. */
  sealed interface Outcome {
    /** It scored every row. */
    record Scored(float[] scores) implements Outcome {}

    /**
     * It did not.
     *
     * @param reason exit status or limit, and what it said, on one line
     */
    record Failed(String reason) implements Outcome {}
  }

  /** Room for the largest file that the guard lets through; a minute. */
  static final Limits STANDARD = new Limits(1_024, Duration.ofMinutes(1));

  private static final int OUT_OF_MEMORY = 3; // of -XX:+ExitOnOutOfMemoryError
  private static final int SIGNALLED = 128;
  private static final int LETTERS = 400;
  private static final Pattern FAULT = Pattern.compile("SIG[A-Z]+|Internal Error");

  private final Limits limits;
  private final Class<?> program;

  Canary(Limits limits) {
    this(limits, CanaryMain.class);
  }

  /** With another main class in the child. */
  Canary(Limits limits, Class<?> program) {
    this.limits = limits;
    this.program = program;
  }

  /**
   * Scores rows with the file.
   *
   * @param rows row-major, of the file's width
   */
  Outcome score(OnnxArtifact artifact, float[] rows) {
    try {
      Path folder = Files.createTempDirectory("tidemark-canary");
      try {
        Files.write(folder.resolve(CanaryMain.MODEL), artifact.bytes());
        Files.write(folder.resolve(CanaryMain.ROWS), CanaryMain.bytes(rows));
        Outcome outcome =
            run(folder, new LoadGuard.Expected(artifact.sha256(), artifact.featureSetHash()));
        int wanted = rows.length / artifact.width() * artifact.target().width();
        return outcome instanceof Outcome.Scored scored && scored.scores().length != wanted
            ? new Outcome.Failed(scored.scores().length + " scores instead of " + wanted)
            : outcome;
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a canary needs a folder for temporary files", e);
    }
  }

  private Outcome run(Path folder, LoadGuard.Expected expected) throws IOException {
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + limits.heapMebibytes() + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for a second
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("crash"),
                "-cp",
                classPath(),
                program.getName(),
                folder.toString(),
                expected.sha256(),
                expected.featureSetHash())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process child = builder.start();
    try {
      if (!child.waitFor(limits.time().toMillis(), TimeUnit.MILLISECONDS)) {
        return new Outcome.Failed("not done after " + limits.time().toMillis() + " ms");
      }
      return ended(child.exitValue(), folder, log);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("interrupted");
    } finally {
      child.destroyForcibly().onExit().join();
    }
  }

  private Outcome ended(int status, Path folder, Path log) throws IOException {
    if (status == 0) {
      Path scores = folder.resolve(CanaryMain.SCORES);
      return Files.exists(scores)
          ? new Outcome.Scored(CanaryMain.floats(Files.readAllBytes(scores)))
          : new Outcome.Failed("exit 0 without scores");
    }
    if (status == CanaryMain.REFUSED || status == CanaryMain.NOT_SCORED) {
      return new Outcome.Failed(
          "exit " + status + ", " + line(Files.readString(folder.resolve(CanaryMain.PROBLEM))));
    }
    String said = line(Files.readString(log));
    if (status == OUT_OF_MEMORY || said.contains("OutOfMemoryError")) {
      return new Outcome.Failed(
          "exit " + status + ", out of a heap of " + limits.heapMebibytes() + " MiB");
    }
    Matcher fault = FAULT.matcher(said);
    if (said.contains("A fatal error has been detected") && fault.find()) {
      return new Outcome.Failed("exit " + status + ", crashed by " + fault.group());
    }
    String signal = status > SIGNALLED ? ", killed by signal " + (status - SIGNALLED) : ", failed";
    return new Outcome.Failed("exit " + status + signal + (said.isEmpty() ? "" : ": " + said));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static String line(String text) {
    String one = text.strip().replaceAll("\\s+", " ");
    return one.length() > LETTERS ? one.substring(0, LETTERS) : one;
  }

  private String classPath() {
    return Stream.of(
            program,
            CanaryMain.class,
            LoadGuard.class,
            OrtEnvironment.class,
            ModelProto.class,
            Message.class)
        .map(Canary::place)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> part) {
    try {
      return Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the jar of " + part + " has no place on this machine", e);
    }
  }
}
