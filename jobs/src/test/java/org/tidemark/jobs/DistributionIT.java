package org.tidemark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.testkit.Prerequisite;

/** What {@code package} leaves in {@code dist/}: our jar without Spark in it, Spark without us. */
class DistributionIT {
  private static final Path HOME = Prerequisite.home();
  private static final Path JAR = HOME.resolve("dist/tidemark.jar");
  private static final Path SPARK = HOME.resolve("dist/spark/jars");

  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(ZipEntry::getName).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<Path> sparkJars() throws IOException {
    try (Stream<Path> files = Files.list(SPARK)) {
      return files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
    }
  }

  @Test
  void ourJarAndSparkShareNoClassesButThoseThatIcebergBundles() throws IOException {
    Set<String> ours =
        entries(JAR).stream()
            .filter(n -> n.endsWith(".class") && !n.startsWith("META-INF/"))
            // Iceberg's runtime jar bundles JTS; every Spark artifact carries one empty marker
            // class.
            .filter(n -> !n.startsWith("org/locationtech/jts/"))
            .filter(n -> !n.equals("org/apache/spark/unused/UnusedStubClass.class"))
            .collect(Collectors.toSet());
    List<String> shared = new ArrayList<>();
    for (Path jar : sparkJars()) {
      for (String name : entries(jar)) {
        if (ours.contains(name)) {
          shared.add(jar.getFileName() + "!" + name);
        }
        if (name.startsWith("org/tidemark/")) {
          shared.add("ours in Spark: " + jar.getFileName() + "!" + name);
        }
      }
    }
    assertThat(shared).isEmpty();
  }

  @Test
  void ourJarHoldsWhatSparkLacksMergedAndUnsigned() throws IOException {
    Set<String> names = entries(JAR);
    assertThat(names)
        .contains(
            "org/tidemark/jobs/Main.class",
            "org/tidemark/market/MarketEvent.class",
            "org/tidemark/lakehouse/spark/LocalLogStore.class",
            "io/delta/sql/DeltaSparkSessionExtension.class",
            "org/apache/iceberg/spark/SparkCatalog.class",
            "ml/dmlc/xgboost4j/java/Booster.class",
            "ai/onnxruntime/OrtSession.class",
            "org/sqlite/JDBC.class",
            "com/google/protobuf/MessageLite.class",
            "org/apache/kafka/clients/consumer/KafkaConsumer.class",
            "lib/linux/x86_64/libxgboost4j.so",
            "lib/linux/aarch64/libxgboost4j.so",
            "lib/macos/aarch64/libxgboost4j.dylib",
            "ai/onnxruntime/native/linux-x64/libonnxruntime.so",
            "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib",
            "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so")
        .noneMatch(n -> n.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"))
        .noneMatch(n -> n.endsWith(".dll") || n.contains("FreeBSD") || n.contains(".dSYM/"));
    try (JarFile file = new JarFile(JAR.toFile())) {
      String sources =
          new String(
              file.getInputStream(
                      file.getEntry(
                          "META-INF/services/org.apache.spark.sql.sources.DataSourceRegister"))
                  .readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(sources)
          .contains("org.apache.spark.sql.delta.sources.DeltaDataSource")
          .contains("org.apache.iceberg.spark.source.IcebergSource")
          .contains("org.apache.spark.sql.kafka010.KafkaSourceProvider");
    }
  }

  @Test
  void sparkIsWholeAndEachArtifactStandsOnce() throws IOException {
    List<String> names =
        sparkJars().stream()
            .map(
                f ->
                    f.getFileName()
                        .toString()
                        .replaceFirst("-\\d.*?((-(linux|osx).*)?)\\.jar$", "$1"))
            .toList();
    assertThat(names)
        .doesNotHaveDuplicates()
        .contains(
            "spark-core_2.13",
            "spark-sql_2.13",
            "spark-mllib_2.13",
            "scala-library",
            "hadoop-client-runtime",
            "log4j-slf4j2-impl",
            "snappy-java",
            "lz4-java",
            "zstd-jni",
            "jackson-databind",
            "rocksdbjni.jar");
    assertThat(entries(SPARK.resolve("rocksdbjni.jar")))
        .contains(
            "librocksdbjni-linux64.so",
            "librocksdbjni-linux-aarch64.so",
            "librocksdbjni-osx-arm64.jnilib",
            "org/rocksdb/RocksDB.class")
        .doesNotContain("librocksdbjni-win64.dll", "librocksdbjni-linux-s390x.so");
  }

  @Test
  void theLauncherAnswersHelpWithoutSpark(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes");
    String help = run(Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + log), "--help");

    assertThat(help).contains("Usage: tidemark");
    assertThat(Files.readString(log))
        .contains("org.tidemark.jobs.cli.TidemarkCommand ")
        .doesNotContain("org.apache.spark.SparkContext ", "org.apache.spark.sql.SparkSession ");
    assertThat(run(Map.of(), "dags", "render"))
        .isEqualTo(Files.readString(HOME.resolve("dags/nightly.py")));
  }

  /** A home of its own with what {@code package} has made and an archive of classes. */
  private static Path homeWithArchive(Path home, String bytesNoted) throws IOException {
    Files.createDirectories(home.resolve("dist"));
    Files.copy(
        HOME.resolve("tidemark"), home.resolve("tidemark"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String part : List.of("cluster-configs", "dist/spark", "dist/tidemark.jar")) {
      Files.createSymbolicLink(home.resolve(part), HOME.resolve(part));
    }
    Files.write(home.resolve("dist/classes.jsa"), new byte[10_000]);
    Files.writeString(home.resolve("dist/classes.jsa.bytes"), bytesNoted + "\n");
    return home;
  }

  /** It is of another Java: nothing of that may come among the rows. */
  @Test
  void theJvmPassesOverAnArchiveOfClassesThatDoesNotFit(@TempDir Path folder) throws Exception {
    Path home = homeWithArchive(folder.resolve("home"), "10000");
    assertThat(
            run(
                home,
                Map.of(),
                "sql",
                "--lake",
                folder.resolve("lake").toString(),
                "--format",
                "csv",
                "select 1 as one"))
        .isEqualTo("one\n1\n");
  }

  /** A Java that only says what it is asked. */
  @Test
  void theLauncherUsesAWholeArchiveAndTheQuickCompilerForVerbsThatEndSoon(@TempDir Path folder)
      throws Exception {
    Path java = folder.resolve("java/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\necho \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Map<String, String> with = Map.of("JAVA_HOME", folder.resolve("java").toString());
    Path whole = homeWithArchive(folder.resolve("whole"), "10000");
    Path cut = homeWithArchive(folder.resolve("cut"), "20000");
    String archive = "-XX:SharedArchiveFile=";
    String quick = "-XX:TieredStopAtLevel=1";

    assertThat(run(whole, with, "sql", "select 1"))
        .contains(archive + whole.toRealPath().resolve("dist/classes.jsa"))
        .doesNotContain(quick);
    assertThat(run(whole, with, "models", "list")).contains(archive, quick);
    assertThat(run(whole, with, "models", "reproduce", "v1"))
        .contains(archive)
        .doesNotContain(quick);
    assertThat(run(cut, with, "sql", "select 1")).doesNotContain(archive);
    Map<String, String> own = new HashMap<>(with);
    own.put("JAVA_TOOL_OPTIONS", archive + "/own.jsa");
    assertThat(run(whole, own, "sql", "select 1")).doesNotContain(archive);
  }

  private static String run(Map<String, String> environment, String... arguments) throws Exception {
    return run(HOME, environment, arguments);
  }

  private static String run(Path home, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(home.resolve("tidemark").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("TIDEMARK_BUILD", "never");
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }
}
