package org.tidemark.features.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.features.FeatureSet;
import org.tidemark.features.bar.Samplers;
import org.tidemark.features.law.FeatureLaws;
import org.tidemark.market.Bar;
import org.tidemark.testkit.BarGenerator;
import org.tidemark.testkit.CompiledJar;
import org.tidemark.testkit.Prerequisite;

/**
 * Feature sets of jars that are really compiled: the example of the documentation, and bad ones.
 */
class FeatureSetProviderTest {
  private static final String SERVICE = "META-INF/services/" + FeatureSetProvider.class.getName();
  private static final Path EXAMPLE = Prerequisite.home().resolve("examples/external-feature/src");
  private static final String BAD =
"""
      package bad;

      import java.util.List;
import java.util.Locale;
      import org.tidemark.features.*;
      import org.tidemark.features.set.*;

      public final class %1$s implements FeatureSetProvider {
        public String name() { return "%2$s"; }
        public List<Feature<?>> features(Sampler<?> sampler) {
          return FeatureSets.named("%3$s", sampler).features();
        }
      }
""";

  @TempDir Path folder;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void forgetTheJars() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private Path example() throws IOException {
    return CompiledJar.of(
        folder,
        "example.jar",
        CompiledJar.sources(EXAMPLE),
        Map.of(SERVICE, Files.readString(EXAMPLE.resolve("main/resources").resolve(SERVICE))));
  }

  private Path provider(String type, String name, String features) throws IOException {
    Path source =
        Files.writeString(folder.resolve(type + ".java"), BAD.formatted(type, name, features));
    return CompiledJar.of(folder, type + ".jar", List.of(source), Map.of(SERVICE, "bad." + type));
  }

  /** As Spark does with the jars that it is given. */
  private static ClassLoader use(Path... jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    ClassLoader loader =
        new URLClassLoader(urls.toArray(URL[]::new), FeatureSetProviderTest.class.getClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    return loader;
  }

  @Test
  void theSetOfAJarStandsBesideTheBuiltInOnesAndFolds() throws IOException {
    List<String> builtIn = FeatureSets.all().stream().map(FeatureSet::name).toList();
    Path jar = example();
    use(jar);
    List<String> names = new ArrayList<>(builtIn);
    names.add("closeloc");
    assertThat(FeatureSets.all()).extracting(FeatureSet::name).isEqualTo(names);
    List<FeatureSets.Entry> entries = FeatureSets.entries(Samplers.parse("time-60s"));
    assertThat(entries.get(0).origin()).isEqualTo("Tidemark");
    assertThat(entries.get(entries.size() - 1).origin())
        .isEqualTo("com.example.CloseLocation$Provider (" + jar + ")");

    FeatureSet set = FeatureSets.named("closeloc");
    assertThat(set.outputNames()).containsExactly("close_location_5", "close_location_60");
    assertThat(FeatureSets.named("closeloc", Samplers.parse("tick-100")).name())
        .isEqualTo("closeloc_tick100");
    assertThat(FeatureSpec.markdown(set)).startsWith("## Feature set closeloc").contains("X01");
    List<Bar> bars = BarGenerator.minutes().bars(new SplittableRandom(1), 100);
    var replay = set.start();
    List<float[]> rows = new ArrayList<>();
    for (Bar bar : bars) {
      replay.on(bar, row -> rows.add(row.values()), late -> {});
      replay = set.restore(replay.snapshot());
    }
    assertThat(rows).hasSize(100);
    assertThat(rows.get(3)[0]).isNaN();
    assertThat(rows.get(4)[0]).isBetween(0f, 1f);
    assertThat(rows.get(58)[1]).isNaN();
    assertThat(rows.get(59)[1]).isBetween(0f, 1f);

    forgetTheJars();
    assertThatThrownBy(() -> FeatureSets.named("closeloc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs its jar");
  }

  @TestFactory
  Stream<DynamicTest> theTestOfTheExampleProjectRunsTheLaws()
      throws IOException, ReflectiveOperationException {
    ClassLoader loader = use(example());
    FeatureLaws test =
        (FeatureLaws)
            loader
                .loadClass("com.example.CloseLocationTest")
                .getDeclaredConstructor()
                .newInstance();
    return test.laws();
  }

  @Test
  void theDocumentationShowsTheExampleThatIsTested() throws IOException {
    String text = Files.readString(Prerequisite.home().resolve("docs/how-to/add-a-feature.md"));
    for (Path source : CompiledJar.sources(EXAMPLE)) {
      assertThat(text).contains("```java\n" + Files.readString(source) + "```");
    }
    assertThat(text).contains(Files.readString(EXAMPLE.resolve("main/resources").resolve(SERVICE)));
  }

  @Test
  void aNameThatTidemarkHasIsRefusedWhicheverSetIsAskedFor() throws IOException {
    use(provider("Thief", "bars40", "core65"));
    for (String asked : List.of("bars40", "core65")) {
      assertThatThrownBy(() -> FeatureSets.named(asked))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'bars40'")
          .hasMessageContaining("Tidemark itself")
          .hasMessageContaining("bad.Thief")
          .hasMessageContaining("Thief.jar");
    }
  }

  @Test
  void twoJarsWithOneNameAreRefusedWithBothNamed() throws IOException {
    use(provider("One", "mine", "bars40"), provider("Two", "mine", "core65"));
    assertThatThrownBy(FeatureSets::all)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bad.One")
        .hasMessageContaining("One.jar")
        .hasMessageContaining("bad.Two")
        .hasMessageContaining("Two.jar");
  }

  @Test
  void aSetMayTakeTheFeaturesOfAnother() throws IOException {
    use(provider("Wider", "wider", "bars40"));
    assertThat(FeatureSets.named("wider").outputNames())
        .isEqualTo(FeatureSets.named("bars40").outputNames());
    assertThat(FeatureSets.named("wider").hash()).isNotEqualTo(FeatureSets.named("bars40").hash());
  }

  @Test
  void aNameThatIsNoTableNameIsRefused() throws IOException {
    use(provider("Named", "bars40_300s", "bars40"));
    assertThatThrownBy(() -> FeatureSets.named("quality"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bad.Named")
        .hasMessageContaining("'bars40_300s' must be lower-case letters and digits");
  }

  @Test
  void aBrokenJarIsToldFrom() throws IOException {
    use(CompiledJar.of(folder, "empty.jar", List.of(), Map.of(SERVICE, "bad.Missing")));
    assertThatThrownBy(FeatureSets::all)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("bad.Missing")
        .hasMessageContaining("leave it out");
  }
}
