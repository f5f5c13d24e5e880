package org.tidemark.streaming.score;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.tidemark.features.regime.Regime;

/**
 * Remembers, beside the checkpoint, which versions each micro-batch was given, before its first
 * write. A batch that is repeated after a crash is then scored by the same versions although
 * aliases have moved on, so that its tables agree. Files of the format before, which knew champions
 * alone, are read.
 */
final class Pins {
  private static final String FIRST_FORMAT = "tidemark champion 1";
  private static final String HEADER = "tidemark line-up 2";

  /** With specialists or a rule, which the format before does not know. */
  private static final String ROUTED = "tidemark line-up 3";

  private static final int LINES_OF_VERSION = 4;
  private static final long KEPT = 100;

  private final FileSystem files;
  private final Path folder;

  Pins(String checkpoint, Configuration configuration) {
    this.folder = new Path(checkpoint, "champions");
    try {
      this.files = folder.getFileSystem(configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("checkpoint " + checkpoint + " cannot be opened", e);
    }
  }

  /** What a batch was given, absent when the batch never got that far. */
  Optional<LineUp> read(long batchId) {
    if (batchId < 0) {
      return Optional.empty();
    }
    Path file = file(batchId);
    try (FSDataInputStream in = files.open(file)) {
      String[] lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1);
      return Optional.of(lines[0].equals(FIRST_FORMAT) ? first(lines) : lineUp(lines));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    } catch (IllegalArgumentException damage) {
      throw new IllegalStateException(
          file
              + " is damaged ("
              + damage.getMessage()
              + "); delete it to let batch "
              + batchId
              + " choose its versions again",
          damage);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static LineUp first(String[] lines) {
    if (lines.length == 3 && lines[1].equals("none")) {
      return LineUp.nobody();
    }
    return LineUp.alone(Optional.of(version(lines, 1, 6)));
  }

  /** Blocks of an arm, its share where it has one, and a version; then {@code end}. */
  private static LineUp lineUp(String[] lines) {
    if (!lines[0].equals(HEADER) && !lines[0].equals(ROUTED)) {
      throw new IllegalArgumentException("its first line is '" + lines[0] + "'");
    }
    Optional<ModelVersion> champion = Optional.empty();
    Optional<LineUp.Challenger> challenger = Optional.empty();
    List<LineUp.Specialist> specialists = new ArrayList<>();
    List<ModelVersion> shadows = new ArrayList<>();
    int at = 1;
    while (at < lines.length && !lines[at].equals("end")) {
      String[] arm = lines[at].split(" ", 2);
      if (Arm.valueOf(arm[0]) == Arm.RULE) {
        return rule(lines, at);
      }
      ModelVersion version = version(lines, at + 1, lines.length);
      switch (Arm.valueOf(arm[0])) {
        case CHAMPION -> champion = Optional.of(version);
        case CHALLENGER ->
            challenger =
                Optional.of(
                    new LineUp.Challenger(version, Double.parseDouble(arm[arm.length - 1])));
        case SPECIALIST ->
            specialists.add(
                new LineUp.Specialist(
                    RegimeMap.parse(List.of(arm[arm.length - 1] + "=" + version.model()))
                        .byRegime()
                        .keySet(),
                    version));
        case SHADOW -> shadows.add(version);
        default -> throw new IllegalArgumentException(arm[0] + " stands where a version should");
      }
      at += 1 + LINES_OF_VERSION;
    }
    if (at >= lines.length) {
      throw new IllegalArgumentException("it has no end");
    }
    return new LineUp(champion, challenger, specialists, shadows, Optional.empty());
  }

  private static LineUp rule(String[] lines, int at) {
    if (at + 3 >= lines.length || !lines[at + 3].equals("end")) {
      throw new IllegalArgumentException("it ends early");
    }
    return LineUp.of(new LineUp.Rule(lines[at + 1], lines[at + 2]));
  }

  private static ModelVersion version(String[] lines, int at, int length) {
    if (at + LINES_OF_VERSION >= lines.length || lines.length != length) {
      throw new IllegalArgumentException("it ends early");
    }
    return new ModelVersion(lines[at], lines[at + 1], lines[at + 2], lines[at + 3]);
  }

  /** Writes the pin of a batch; the file appears complete or not at all. */
  void write(long batchId, LineUp lineUp) {
    boolean routed = !lineUp.specialists().isEmpty() || lineUp.rule().isPresent();
    StringBuilder text = new StringBuilder(routed ? ROUTED : HEADER).append('\n');
    lineUp.champion().ifPresent(version -> append(text, Arm.CHAMPION.name(), version));
    lineUp
        .challenger()
        .ifPresent(c -> append(text, Arm.CHALLENGER.name() + " " + c.share(), c.version()));
    lineUp
        .specialists()
        .forEach(s -> append(text, Arm.SPECIALIST.name() + " " + names(s), s.version()));
    lineUp.shadows().forEach(version -> append(text, Arm.SHADOW.name(), version));
    lineUp
        .rule()
        .ifPresent(
            rule ->
                List.of(Arm.RULE.name(), rule.version(), rule.reason())
                    .forEach(line -> text.append(line).append('\n')));
    text.append("end\n");
    Path hidden = new Path(folder, "." + batchId + ".part");
    try {
      try (FSDataOutputStream out = files.create(hidden, true)) {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
      if (!files.rename(hidden, file(batchId))) {
        throw new IOException("renaming " + hidden + " failed");
      }
      if (batchId >= KEPT) {
        files.delete(file(batchId - KEPT), false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the versions of batch " + batchId + " cannot be noted below " + folder, e);
    }
  }

  private static String names(LineUp.Specialist specialist) {
    return specialist.regimes().stream()
        .sorted()
        .map(Regime::name)
        .collect(Collectors.joining(","));
  }

  private static void append(StringBuilder text, String arm, ModelVersion version) {
    for (String line :
        List.of(arm, version.model(), version.version(), version.sha256(), version.reason())) {
      text.append(line).append('\n');
    }
  }

  private Path file(long batchId) {
    return new Path(folder, Long.toString(batchId));
  }
}
