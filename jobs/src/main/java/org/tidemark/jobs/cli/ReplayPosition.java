package org.tidemark.jobs.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.tidemark.market.InstrumentId;

/**
 * The file in which a replay notes what it has sent, one line an instrument with its last offset.
 * It is renamed into place, so a replay that is killed leaves the note before; what it sent after
 * that is sent again, and refused by the scorer as duplicates.
 */
final class ReplayPosition {
  private static final String HEADER = "tidemark replay 1";

  private final Path file;

  ReplayPosition(Path file) {
    this.file = file;
  }

  /** The last offset sent of each instrument; empty when nothing was noted. */
  Map<InstrumentId, Long> read() {
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      Map<InstrumentId, Long> offsets = new TreeMap<>(Comparator.comparing(InstrumentId::value));
      String[] lines = Files.readString(file).split("\n", -1);
      if (!lines[0].equals(HEADER) || !lines[lines.length - 1].equals("end")) {
        throw damaged("it must begin with '" + HEADER + "' and end with 'end'");
      }
      for (int i = 1; i < lines.length - 1; i++) {
        String[] words = lines[i].split(" ");
        if (words.length != 2 || !words[1].matches("\\d{1,18}")) {
          throw damaged("line " + (i + 1) + " is no instrument with an offset");
        }
        offsets.put(new InstrumentId(words[0]), Long.parseLong(words[1]));
      }
      return offsets;
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private IllegalArgumentException damaged(String problem) {
    return new IllegalArgumentException(
        file + ": " + problem + "; delete it to begin the replay anew, or name the right file");
  }

  /** Notes that all ticks up to these offsets are sent. */
  void write(Map<InstrumentId, Long> offsets) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    offsets.entrySet().stream()
        .sorted(Comparator.comparing(e -> e.getKey().value()))
        .forEach(
            e -> text.append(e.getKey().value()).append(' ').append(e.getValue()).append('\n'));
    Path hidden = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.writeString(hidden, text.append("end").toString(), StandardCharsets.UTF_8);
      Files.move(hidden, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be written", e);
    }
  }
}
