package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.jobs.Progress;
import org.tidemark.jobs.RerunCommand;
import org.tidemark.lakehouse.spark.LakeFiles;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The date and the settings of a nightly task. */
public final class NightlyOptions {
  static final String FILE = "nightly.properties";

  @Option(
      names = "--as-of",
      required = true,
      paramLabel = "DATE",
      description = "Logical date: only what was known at 00:00 UTC of it counts.")
  private LocalDate asOf;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings file, or 'none'; default: nightly.properties in the lake, if it is there.")
  private Optional<String> file = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting; may be given often. See 'tidemark run settings'.")
  private Map<String, String> settings = new LinkedHashMap<>();

  LocalDate asOf() {
    return asOf;
  }

  /** What the task is told; progress lines go to the output of the verb. */
  NightlyArgs args(LakeFiles lake, CommandLine verb) {
    return args(lake, verb, progress(verb.getOut()));
  }

  /** The same with another way to say how far it is. */
  NightlyArgs args(LakeFiles lake, CommandLine verb, Progress progress) {
    try {
      return new NightlyArgs(asOf, config(lake), progress);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(verb, e.getMessage(), e);
    }
  }

  private NightlyConfig config(LakeFiles lake) {
    Map<String, String> merged = fromFile(lake);
    merged.putAll(settings);
    return NightlyConfig.of(merged);
  }

  /** What the settings file says. */
  Map<String, String> fromFile(LakeFiles lake) {
    Map<String, String> found = new LinkedHashMap<>();
    file(lake).ifPresent(bytes -> found.putAll(pairs(bytes)));
    return found;
  }

  /** As if it were said by --set. */
  void say(String key, String value) {
    settings.put(key, value);
  }

  /** What was said by --set. */
  Map<String, String> said() {
    return Map.copyOf(settings);
  }

  private Optional<byte[]> file(LakeFiles lake) {
    if (file.isPresent()) {
      return file.filter(name -> !name.equals(RerunCommand.NO_FILE))
          .map(name -> bytes(Path.of(name)));
    }
    return lake.read(FILE);
  }

  private static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the settings in " + path, e);
    }
  }

  static Map<String, String> pairs(byte[] bytes) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail", e);
    }
    Map<String, String> values = new LinkedHashMap<>();
    properties.stringPropertyNames().forEach(k -> values.put(k, properties.getProperty(k)));
    return values;
  }

  private static Progress progress(PrintWriter out) {
    return (done, of, what) -> {
      out.println("      " + done + "/" + of + " " + what);
      out.flush();
    };
  }
}
