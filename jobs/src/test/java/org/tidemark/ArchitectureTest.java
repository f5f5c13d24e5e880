package org.tidemark;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.FailureReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.testkit.Prerequisite;

/** The guards of the layout hold for the code, and each of them is seen to fail on an offender. */
class ArchitectureTest {
  private static final String OFFENDERS = "org.tidemark.offenders";

  /** The offending classes of each guard, below {@link #OFFENDERS}. */
  private static final Map<String, Set<String>> EXPECTED =
      Map.ofEntries(
          Map.entry("every class belongs to a module", Set.of("stray.Stray")),
          Map.entry("modules use only earlier modules", Set.of("models.score.LooksUp")),
          Map.entry(
              "Spark stays in its places",
              Set.of("models.score.UsesSpark", "features.UsesHadoop", "lakehouse.UsesDelta")),
          Map.entry("market is plain Java", Set.of("market.UsesLibrary")),
          Map.entry(
              "features are plain Java on market",
              Set.of("features.UsesLakehouse", "features.UsesItsDriver", "features.UsesHadoop")),
          Map.entry("streaming sees no training", Set.of("streaming.score.Trains")),
          Map.entry("main methods", Set.of("models.explain.Starts")),
          Map.entry("sessions", Set.of("streaming.score.BuildsSession")),
          Map.entry("environment", Set.of("models.explain.ReadsEnvironment")),
          Map.entry(
              "clock", Set.of("models.explain.ReadsClock", "models.explain.ReadsClockByReference")),
          Map.entry("seeds", Set.of("models.explain.Unseeded", "models.explain.ShufflesUnseeded")),
          Map.entry("strict mathematics", Set.of("features.Loose", "features.LooseByReference")),
          Map.entry("packages are free of cycles", Set.of("models.score.OneWay")),
          Map.entry("the root of jobs stands below its packages", Set.of("jobs.RootOfJobs")),
          Map.entry("names say what a class is", Set.of("models.explain.StringUtils")),
          Map.entry("nothing is deserialised by Java", Set.of("lakehouse.Deserialises")));

  private static JavaClasses real;
  private static JavaClasses offending;

  @BeforeAll
  static void read() {
    // Guards look at names of dependencies only: reading Spark's own classes would take minutes.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    real =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar!"))
            .withImportOption(location -> !location.contains("/org/tidemark/testkit/"))
            .importPackages("org.tidemark");
    offending = new ClassFileImporter().importPackages(OFFENDERS);
  }

  static Stream<String> names() {
    return new ArchitectureRules("org.tidemark").all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void theCodeKeeps(String name) {
    new ArchitectureRules("org.tidemark").all().get(name).check(real);
  }

  @ParameterizedTest
  @MethodSource("names")
  void anOffenderBreaks(String name) {
    assertThat(EXPECTED).as("every guard needs an offender that breaks it").containsKey(name);
    ArchRule rule = new ArchitectureRules(OFFENDERS).all().get(name);
    FailureReport report = rule.evaluate(offending).getFailureReport();
    for (String offender : EXPECTED.get(name)) {
      assertThat(report.getDetails())
          .as(name + " must report " + offender)
          .anySatisfy(line -> assertThat(line).contains(OFFENDERS + "." + offender));
    }
    assertThat(report.getDetails()).noneSatisfy(line -> assertThat(line).contains(".Innocent"));
  }

  @Test
  void everyModuleIsSeen() {
    for (String module : ArchitectureRules.MODULES) {
      assertThat(real).anyMatch(c -> c.getPackageName().startsWith("org.tidemark." + module));
    }
  }

  @Test
  void filesAreShort() throws IOException {
    Path home = Prerequisite.home();
    assertThat(LongFiles.sources(home)).hasSizeGreaterThan(100);
    assertThat(LongFiles.below(home)).isEmpty();
  }

  @Test
  void aLongFileIsFound(@TempDir Path folder) throws IOException {
    Path deep = Files.createDirectories(folder.resolve("src/main"));
    Files.writeString(deep.resolve("Fits.java"), "\n".repeat(LongFiles.LIMIT));
    Files.writeString(deep.resolve("Long.java"), "\n".repeat(LongFiles.LIMIT + 1));
    assertThat(LongFiles.below(folder)).isEqualTo(List.of("src/main/Long.java: 401 lines"));
  }
}
