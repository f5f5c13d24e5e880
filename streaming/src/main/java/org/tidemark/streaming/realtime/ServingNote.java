package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Which version serves, in a file that every task reads when it begins. A version changes between
 * tasks only, and stands with its file in the id of every output, so outputs of two are never taken
 * for repeats of each other.
 *
 * @param sha256 content hash of its file, which lies beside the note
 * @param reason why it serves, in one line
 */
record ServingNote(String model, String version, String sha256, String reason) {
  private static final String HEADER = "tidemark serving 2";

  /** Of the hash in the id of an output. */
  static final int HASH_DIGITS = 12;

  static ServingNote read(Path folder) {
    Path file = folder.resolve("serving");
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() != 5 || !lines.get(0).equals(HEADER)) {
        throw new IllegalStateException(file + " is damaged; restart the query, which writes it");
      }
      return new ServingNote(lines.get(1), lines.get(2), lines.get(3), lines.get(4));
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " cannot be read; every executor must see the folder of the query", e);
    }
  }

  /** The version and the beginning of its hash, which tells two files of one name apart. */
  String id() {
    return version + "@" + sha256.substring(0, Math.min(HASH_DIGITS, sha256.length()));
  }

  /** The file of the version. */
  byte[] bytes(Path folder) {
    Path file = file(folder);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private Path file(Path folder) {
    return folder.resolve("models").resolve(sha256 + ".onnx");
  }

  /** Lays the file beside the note, then writes the note. */
  void write(Path folder, byte[] onnx) {
    WholeFile.write(file(folder), onnx);
    WholeFile.write(
        folder.resolve("serving"),
        String.join("\n", HEADER, model, version, sha256, reason, "")
            .getBytes(StandardCharsets.UTF_8));
  }
}
