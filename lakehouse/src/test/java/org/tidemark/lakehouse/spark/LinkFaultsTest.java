package org.tidemark.lakehouse.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.testkit.Prerequisite;

/**
 * Commits of {@link LocalLogStore} where hard links fail: a process that commits gets its links
 * from {@code link-faults.c}. Wants a C compiler.
 */
class LinkFaultsTest {
  private static final int VERSIONS = 40;

  @TempDir Path folder;
  private Path log;
  private Path faults;

  @BeforeEach
  void compile() throws Exception {
    boolean compiler =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "gcc")));
    boolean preloads = System.getProperty("os.name").equals("Linux");
    Prerequisite.need("gcc", compiler && preloads, "no gcc on the PATH, or no Linux");
    faults = folder.resolve("link-faults.so");
    Path source = Path.of(LinkFaultsTest.class.getResource("/link-faults.c").toURI());
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-Wall",
                "-Werror",
                "-shared",
                "-fPIC",
                "-o",
                faults.toString(),
                source.toString(),
                "-ldl")
            .inheritIO()
            .start();
    assertThat(gcc.waitFor()).isZero();
    log = Files.createDirectory(folder.resolve("_delta_log"));
  }

  /**
   * What the process of {@link Writers} prints under a fault, after what a link of its own gave.
   */
  private List<String> commits(String fault, Class<? extends IOException> link) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Writers.class.getName(),
                log.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("LD_PRELOAD", faults.toString());
    builder.environment().put("LINK_FAULT", fault);
    Process process = builder.start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).isZero();
    assertThat(lines.get(0)).as("the fault is there").isEqualTo(link.getName());
    return lines.subList(1, lines.size());
  }

  /** Each version has the line of the one writer that was told that it got through. */
  private void eachVersionIsOfOneWriter(List<String> through) throws IOException {
    assertThat(through).hasSize(VERSIONS);
    for (String line : through) {
      String version = line.substring(line.indexOf(' ') + 1);
      assertThat(Files.readAllLines(log.resolve(name(Integer.parseInt(version)))))
          .containsExactly(line);
    }
    assertThat(files()).as("commits and checksums").hasSize(2 * VERSIONS);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static String name(int version) {
    return "%020d.json".formatted(version);
  }

  @Test
  void withoutHardLinksOneOfAProcessGetsThrough() throws Exception {
    eachVersionIsOfOneWriter(commits("no-links", FileSystemException.class));
  }

  /** A network file system that asks again finds the link that it has made. */
  @Test
  void aLinkWhoseAnswerWasLostIsTheWritersOwn() throws Exception {
    eachVersionIsOfOneWriter(commits("answers-lost", FileAlreadyExistsException.class));
  }

  /** No rename then: whoever may not link there is not on a file system without links. */
  @Test
  void aCommitThatIsRefusedIsAnErrorAndLeavesNothing() throws Exception {
    assertThat(commits("commits-refused", AccessDeniedException.class))
        .hasSize(Writers.THREADS * VERSIONS)
        .allMatch(line -> line.startsWith(AccessDeniedException.class.getName()));
    assertThat(files()).isEmpty();
  }

  /** Threads that each try to commit every version, and say how it went unless it was there. */
  static final class Writers {
    static final int THREADS = 3;

    private Writers() {}

    public static void main(String[] args) throws Exception {
      Path probe = Files.createTempFile("probe", "");
      Path link = Path.of(probe + ".json");
      try {
        Files.createLink(link, probe);
        System.out.println("no fault");
      } catch (IOException e) {
        System.out.println(e.getClass().getName());
      }
      Files.deleteIfExists(link);
      Files.delete(probe);
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      IntStream.range(0, THREADS).forEach(each -> threads.execute(() -> writeAll(args[0], each)));
      threads.shutdown();
      if (!threads.awaitTermination(5, TimeUnit.MINUTES)) {
        System.exit(1);
      }
    }

    private static void writeAll(String log, int writer) {
      Configuration configuration = new Configuration();
      for (int version = 0; version < VERSIONS; version++) {
        String line = writer + " " + version;
        try {
          new LocalLogStore(configuration)
              .write(
                  new org.apache.hadoop.fs.Path(log, name(version)),
                  List.of(line).iterator(),
                  false,
                  configuration);
          System.out.println(line);
        } catch (FileAlreadyExistsException e) {
          // Another one got through.
        } catch (IOException e) {
          System.out.println(e);
        }
      }
    }
  }
}
