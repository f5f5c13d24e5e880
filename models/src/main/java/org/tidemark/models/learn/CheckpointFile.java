package org.tidemark.models.learn;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.tidemark.models.Decisions;
import org.tidemark.models.TrainingSet;

/**
 * The checkpoint of one fit: a SHA-256 of what follows it, then the progress. It is replaced by a
 * rename, so that a kill leaves the one before or the new one.
 */
record CheckpointFile(Path path) {
  private static final int DIGEST = 32;

  /**
   * The file of a fit.
   *
   * @param settings everything beside the rows that the fit depends on
   */
  static CheckpointFile of(String folder, TrainingSet data, List<String> settings) {
    MessageDigest digest = sha256();
    for (String setting : settings) {
      digest.update(setting.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    for (String name : data.featureNames()) {
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    for (float[] numbers : List.of(data.features(), data.labels(), data.weights())) {
      update(digest, numbers);
    }
    data.decisions().ifPresent(decisions -> update(digest, decisions));
    String name = HexFormat.of().formatHex(digest.digest()).substring(0, 40);
    return new CheckpointFile(Path.of(folder).resolve("fit-" + name));
  }

  /** The file of one part of the fit. */
  CheckpointFile part(String name) {
    return new CheckpointFile(path.resolveSibling(path.getFileName() + "-" + name + ".checkpoint"));
  }

  private static void update(MessageDigest digest, float[] numbers) {
    ByteBuffer some = ByteBuffer.allocate(1 << 16);
    for (float number : numbers) {
      if (!some.hasRemaining()) {
        digest.update(some.flip());
        some.clear();
      }
      some.putFloat(number);
    }
    digest.update(some.flip());
  }

  private static void update(MessageDigest digest, Decisions decisions) {
    ByteBuffer row = ByteBuffer.allocate(3 * Long.BYTES);
    for (int i = 0; i < decisions.rows(); i++) {
      row.clear();
      row.putLong(decisions.eventTimeNanos()[i]);
      row.putLong(decisions.spanEndNanos()[i]);
      row.putDouble(decisions.forwardReturns()[i]);
      digest.update(row.flip());
    }
  }

  /** What was written last; nothing where no file is, or where a machine's fall left a torn one. */
  Optional<byte[]> read() {
    try {
      byte[] all = Files.readAllBytes(path);
      if (all.length <= DIGEST) {
        return Optional.empty();
      }
      byte[] progress = Arrays.copyOfRange(all, DIGEST, all.length);
      boolean whole = Arrays.equals(sha256().digest(progress), Arrays.copyOf(all, DIGEST));
      // Without it the fit begins anew and ends with the same bytes.
      return whole ? Optional.of(progress) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw refuse(e);
    }
  }

  void write(byte[] progress) {
    try {
      Files.createDirectories(path.getParent());
      Path fresh = Files.createTempFile(path.getParent(), "fit-", ".part");
      try {
        ByteBuffer all = ByteBuffer.allocate(DIGEST + progress.length);
        Files.write(fresh, all.put(sha256().digest(progress)).put(progress).array());
        Files.move(
            fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw refuse(e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw refuse(e);
    }
  }

  private LearnException refuse(IOException e) {
    return new LearnException(
        "checkpoint "
            + path
            + " cannot be read or written: "
            + e
            + "; name a folder that every executor can write to, or none",
        e);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
