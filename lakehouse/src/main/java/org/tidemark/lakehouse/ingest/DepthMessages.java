package org.tidemark.lakehouse.ingest;

import java.io.IOException;
import java.util.Optional;

/** The messages of a recording of book updates: the lines that follow each other with equal ids. */
final class DepthMessages implements Records {
  private final Columns lines;
  private Optional<DepthMessage> current = Optional.empty();
  private Optional<DepthMessage> next = Optional.empty();

  DepthMessages(SourceFile file) {
    this.lines = Columns.open(file, DepthMessage.HEADER);
  }

  @Override
  public boolean advance() throws IOException {
    current = next;
    next = Optional.empty();
    while (next.isEmpty() && lines.advance()) {
      if (current.isEmpty()) {
        current = Optional.of(DepthMessage.of(lines));
      } else if (!current.get().add(lines)) {
        next = Optional.of(DepthMessage.of(lines));
      }
    }
    return current.isPresent();
  }

  DepthMessage message() {
    return current.orElseThrow();
  }

  @Override
  public long line() {
    return current.map(DepthMessage::line).orElseGet(lines::line);
  }

  @Override
  public String raw() {
    return message().raw();
  }

  @Override
  public long headers() {
    return lines.headers();
  }

  @Override
  public long blanks() {
    return lines.blanks();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
