package org.tidemark.streaming.realtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tidemark.features.state.StateException;

/**
 * Snapshots as files of a folder on a file system that every executor sees: written under a name of
 * its own, forced to the disk, renamed. One that cannot be written is a warning, as a snapshot is
 * only a cache.
 */
final class SnapshotFolder implements SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFolder.class);

  /** Snapshots kept at or below the beginning of the batch. */
  static final int KEPT_BELOW = 4;

  private static final long DAY_NANOS = 86_400_000_000_000L;
  // Offset, and the day of the last record, so that pruning reads no file.
  private static final Pattern FORM = Pattern.compile("state-(\\d{19})-(\\d{1,9})");

  private final Path folder;

  private record Found(long next, long day, Path file) {}

  SnapshotFolder(Path folder) {
    this.folder = folder;
  }

  private Path of(StateKey key) {
    return folder.resolve(Integer.toString(key.partition()));
  }

  @Override
  public List<Long> offsets(StateKey key) {
    return found(key).stream().map(Found::next).distinct().toList();
  }

  /** Newest first. */
  private List<Found> found(StateKey key) {
    List<Found> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(of(key))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Matcher name = FORM.matcher(file.getFileName().toString());
        if (name.matches()) {
          found.add(new Found(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)), file));
        }
      }
    } catch (NoSuchFileException nothingYet) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("snapshots below " + of(key) + " cannot be listed", e);
    }
    found.sort(Comparator.comparingLong(Found::next).reversed());
    return found;
  }

  @Override
  public Optional<Snapshot> read(StateKey key, long next) {
    for (Found found : found(key)) {
      if (found.next() == next) {
        try {
          Snapshot snapshot = Snapshot.decode(key, Files.readAllBytes(found.file()));
          if (snapshot.next() == next) {
            return Optional.of(snapshot);
          }
          LOG.warn("{} holds offset {}; it is passed over", found.file(), snapshot.next());
        } catch (IOException | StateException e) {
          LOG.warn("{} is passed over: {}", found.file(), e.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void write(Snapshot snapshot) {
    Path place = of(snapshot.key());
    String name =
        String.format(
            Locale.ROOT,
            "state-%019d-%d",
            snapshot.next(),
            Math.max(0, snapshot.arrivalNanos() / DAY_NANOS));
    try {
      WholeFile.write(place.resolve(name), snapshot.encode());
    } catch (UncheckedIOException e) {
      LOG.warn("snapshot {} below {} was not written: {}", name, place, e.getCause().toString());
    }
  }

  @Override
  public void prune(StateKey key, long batchStart) {
    int below = 0;
    Set<Long> days = new HashSet<>();
    for (Found found : found(key)) {
      boolean lastOfDay = days.add(found.day());
      if (found.next() > batchStart || below++ < KEPT_BELOW || lastOfDay) {
        continue;
      }
      try {
        Files.deleteIfExists(found.file());
      } catch (IOException e) {
        LOG.warn("{} was not dropped: {}", found.file(), e.toString());
      }
    }
  }
}
