package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file whole or not at all: under a name of its own, forced to the disk, renamed. */
final class WholeFile {
  private WholeFile() {}

  static void write(Path file, byte[] content) {
    try {
      Files.createDirectories(file.getParent());
      Path hidden = Files.createTempFile(file.getParent(), ".part-", "");
      try {
        try (FileChannel out = FileChannel.open(hidden, StandardOpenOption.WRITE)) {
          ByteBuffer bytes = ByteBuffer.wrap(content);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
          out.force(true);
        }
        Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(hidden);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
