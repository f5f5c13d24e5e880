package org.tidemark.jobs.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tidemark.jobs.feature.Recorded.NEW_YEAR;
import static org.tidemark.jobs.feature.Recorded.ingest;
import static org.tidemark.jobs.feature.Recorded.stored;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.set.FeatureSetProvider;
import org.tidemark.features.set.FeatureSets;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.CompiledJar;
import org.tidemark.testkit.Prerequisite;
import org.tidemark.testkit.TestSpark;

/**
 * The example project's set, in a jar that only the launcher's {@code --jars} names: driver and
 * executors find it, and its table has the bits of a plain loop.
 */
class ExternalSetIT {
  private static final Path HOME = Prerequisite.home();
  private static final String SERVICE = "META-INF/services/" + FeatureSetProvider.class.getName();

  @TempDir static Path folder;
  private static Path jar;

  private record Ended(int code, String text) {}

  @BeforeAll
  static void compile() throws IOException {
    Path main = HOME.resolve("examples/external-feature/src/main");
    jar =
        CompiledJar.of(
            folder,
            "closeloc.jar",
            CompiledJar.sources(main),
            Map.of(SERVICE, Files.readString(main.resolve("resources").resolve(SERVICE))));
  }

  private static Ended launch(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(HOME.resolve("tidemark").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TIDEMARK_BUILD", "never");
    builder.environment().remove("SPARK_HOME");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  private static void featuresAreThoseOfAPlainLoop(String lake, String master) throws Exception {
    Path root = folder.resolve(lake);
    TableStore store = new TableStore(TestSpark.session(), Lake.at(root.toString()));
    List<Recorded.Source> minutes = List.of(new Recorded(folder).minutes(0, 1));
    ingest(store, minutes);
    Ended run =
        launch(
            "--master",
            master,
            "--conf",
            "spark.driver.memory=1g",
            "--conf",
            "spark.executor.memory=1g",
            "--jars",
            jar.toString(),
            "features",
            "--lake",
            root.toString(),
            "--as-of",
            NEW_YEAR.plusDays(2).toString(),
            "--set",
            "features=closeloc");
    assertThat(run.code()).as(run.text()).isZero();

    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      FeatureSet set = FeatureSets.named("closeloc");
      assertThat(stored(store, set))
          .isEqualTo(Recorded.replayed(set, minutes, NEW_YEAR.plusDays(2)))
          .hasSizeGreaterThan(900);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  @Tag("slow")
  void theLauncherBringsItToSpark() throws Exception {
    featuresAreThoseOfAPlainLoop("local", "local[2]");
  }

  /** Executors are other processes here; run by {@code .ci/cluster.sh}. */
  @Test
  @Tag("cluster")
  void theLauncherBringsItToTheExecutorsOfACluster() throws Exception {
    String master = System.getProperty("tidemark.master", "");
    Prerequisite.need("cluster", !master.isEmpty(), "no -Dtidemark.master");
    featuresAreThoseOfAPlainLoop("cluster", master);
  }

  @Test
  void theLauncherListsItWithItsJarAndRefusesAJarThatIsNotThere() throws Exception {
    Ended list = launch("--jars", jar.toString(), "feature-sets");
    assertThat(list.code()).as(list.text()).isZero();
    assertThat(list.text()).containsPattern("(?m)^bars40 .* Tidemark$");
    assertThat(list.text()).containsPattern("(?m)^closeloc +2 +2 +bars .*CloseLocation\\$Provider");
    Ended one = launch("--jars", jar.toString(), "feature-sets", "closeloc");
    assertThat(one.text()).contains("closeloc.jar").contains("close_location_60@1");
    Ended without = launch("feature-sets", "closeloc");
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.text()).contains("a set of your own needs its jar, by --jars");
    Ended missing = launch("--jars", "nowhere.jar", "feature-sets");
    assertThat(missing.code()).isEqualTo(66);
    assertThat(missing.text()).contains("no jar nowhere.jar");
  }
}
