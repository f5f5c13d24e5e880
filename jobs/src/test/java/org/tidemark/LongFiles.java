package org.tidemark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds source files that are too long to read. */
final class LongFiles {
  /** Most lines that a source file has. */
  static final int LIMIT = 400;

  private static final Set<String> SKIPPED = Set.of("target", "dist", "node_modules");

  private LongFiles() {}

  /** Source files below a folder with more than {@link #LIMIT} lines, each with its count. */
  static List<String> below(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path file : sources(folder)) {
      long lines = lines(file);
      if (lines > LIMIT) {
        found.add(folder.relativize(file) + ": " + lines + " lines");
      }
    }
    return found;
  }

  /** Source files below a folder, without what builds leave. */
  static List<Path> sources(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            String name = path.getFileName().toString();
            boolean hidden = name.startsWith(".") && !name.equals(".ci") && !path.equals(folder);
            return hidden || SKIPPED.contains(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().matches(".*\\.(java|py|sh|css)|tidemark")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
