package org.tidemark.jobs.alarm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends one line of JSON per event to a local file, for a log shipper; on disk when sent. */
record FileSink(String name, Path file) implements AlertSink {
  @Override
  public void send(AlertEvent event) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    ByteBuffer line = ByteBuffer.wrap((event.json() + "\n").getBytes(StandardCharsets.UTF_8));
    try (FileChannel out =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      while (line.hasRemaining()) {
        out.write(line);
      }
      out.force(true);
    }
  }
}
