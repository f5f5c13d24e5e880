package org.tidemark.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A jar as another project would build it: compiled against the class path of the test. */
public final class CompiledJar {
  private CompiledJar() {}

  /**
   * Compiles a source tree into a jar.
   *
   * @param folder takes the classes and the jar
   * @param name of the jar
   * @param sources Java files
   * @param resources contents by their names in the jar
   * @return the jar
   */
  public static Path of(Path folder, String name, List<Path> sources, Map<String, String> resources)
      throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name + ".classes"));
    StringWriter messages = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-proc:none",
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    boolean done =
        sources.isEmpty()
            || compiler
                .getTask(
                    messages,
                    null,
                    null,
                    options,
                    null,
                    compiler
                        .getStandardFileManager(null, null, StandardCharsets.UTF_8)
                        .getJavaFileObjectsFromPaths(sources))
                .call();
    if (!done) {
      throw new AssertionError("does not compile: " + messages);
    }
    for (Map.Entry<String, String> resource : resources.entrySet()) {
      Path file = classes.resolve(resource.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, resource.getValue());
    }
    return pack(classes, folder.resolve(name));
  }

  /** The Java files below a folder, sorted. */
  public static List<Path> sources(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static Path pack(Path classes, Path jar) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(classes)) {
      found.filter(Files::isRegularFile).sorted().forEach(files::add);
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path file : files) {
        entries.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, entries);
      }
    }
    return jar;
  }
}
