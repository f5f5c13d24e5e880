package org.tidemark.lakehouse.ingest;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** One input file: its name, its bytes (gzip or plain, told by the first bytes), its neighbours. */
public final class SourceFile {
  private static final int BUFFER = 1 << 16;

  /** Opens the bytes as they are stored; called once per reader. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Opener opener;
  private final Function<String, Optional<SourceFile>> neighbours;

  private SourceFile(
      String name, Opener opener, Function<String, Optional<SourceFile>> neighbours) {
    String slashed = Objects.requireNonNull(name, "name").replace('\\', '/');
    this.name = slashed.substring(slashed.lastIndexOf('/') + 1);
    this.opener = Objects.requireNonNull(opener, "opener");
    this.neighbours = Objects.requireNonNull(neighbours, "neighbours");
    if (this.name.isEmpty()) {
      throw new IngestException("'" + name + "' names no file; give the path of a file");
    }
  }

  /** A file of the local file system; its neighbours are the files around it. */
  public static SourceFile of(Path path) {
    return new SourceFile(
        path.toString(),
        () -> Files.newInputStream(path),
        relative -> {
          Path beside = path.toAbsolutePath().resolveSibling(relative).normalize();
          return Files.isRegularFile(beside) ? Optional.of(of(beside)) : Optional.empty();
        });
  }

  /** Bytes from elsewhere under a file name; it has no neighbours. */
  public static SourceFile of(String name, Opener opener) {
    return new SourceFile(name, opener, relative -> Optional.empty());
  }

  /** Bytes from elsewhere whose neighbours are found by a path relative to the file's folder. */
  public static SourceFile of(
      String name, Opener opener, Function<String, Optional<SourceFile>> neighbours) {
    return new SourceFile(name, opener, neighbours);
  }

  /** The last part of the path. */
  public String name() {
    return name;
  }

  /** The file at a path relative to this file's folder, empty when there is none. */
  public Optional<SourceFile> beside(String relative) {
    return neighbours.apply(relative);
  }

  /** The content, unpacked when it starts with the gzip magic bytes. */
  public InputStream open() throws IOException {
    InputStream in = new BufferedInputStream(opener.open(), BUFFER);
    try {
      in.mark(4);
      int first = in.read();
      int second = in.read();
      int third = in.read();
      int fourth = in.read();
      in.reset();
      if (first == 0x1f && second == 0x8b) {
        return new GZIPInputStream(new NeverIdle(in), BUFFER);
      }
      if (first == 'P' && second == 'K') {
        throw new IngestException(name + " is a zip archive; unpack it and ingest its files");
      }
      if (first == 'P' && second == 'A' && third == 'R' && fourth == '1') {
        throw new IngestException(
            name
                + " is Parquet; give a mapping file as --format, and let its name end in .parquet");
      }
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * The JDK's gzip stream stops after the first member when the stream below says that nothing is
   * available, as network streams do; files made by appending gzip members would lose their tail.
   */
  private static final class NeverIdle extends FilterInputStream {
    NeverIdle(InputStream in) {
      super(in);
    }

    @Override
    public int available() throws IOException {
      return Math.max(1, super.available());
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
