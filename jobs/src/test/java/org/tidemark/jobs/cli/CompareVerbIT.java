package org.tidemark.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Date;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tidemark.jobs.Json;
import org.tidemark.lakehouse.Lake;
import org.tidemark.lakehouse.Table;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.EventRows;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.testkit.TestSpark;

/** The verb {@code compare} while labels arrive: looks, what they keep, and what they refuse. */
class CompareVerbIT {
  private static final long START = 1_700_006_400_000_000_000L; // 2023-11-15T00:00:00Z
  private static final long MINUTE = 60_000_000_000L;
  private static final int BARS = 2400;
  private static final String FILE = "ab".repeat(32);
  private static final String FILE_BEFORE = "cd".repeat(32);
  private static final String TEST = "direction: plain vs sharp, same-bars";

  @TempDir static Path folder;
  private static String lake;
  private static TableStore store;

  /** {@code plain} says 0.5, {@code sharp} is right; each scores every bar of X. */
  @BeforeAll
  static void fill() {
    lake = folder.resolve("lake").toString();
    store = new TableStore(TestSpark.session(), Lake.at(lake));
    for (String version : List.of("plain", "sharp", "beside", "later", "idle")) {
      register(version, "fixed-15m", FILE);
    }
    register("longer", "fixed-30m", FILE);
    register("three", "three-15m-10bp", FILE);
    register("four", "three-15m-10bp", FILE);
    register("real", "fixed-15m-value", FILE);
    List<Row> scores = new ArrayList<>();
    for (int i = 0; i < BARS; i++) {
      scores.add(score("X", i, "plain", 0.5f));
      scores.add(score("X", i, "sharp", label(i) == 1 ? 0.9f : 0.1f));
      if (i < 300) {
        scores.add(score("X", i, "three", 0.25f, 0.5f, 0.25f));
        scores.add(score("X", i, "four", 0.5f, 0.25f, 0.25f));
        scores.add(score("Y", i, "beside", 0.5f));
        scores.add(score("X", BARS + i, "later", 0.5f));
        scores.add(score("X", i, "longer", 0.5f));
      }
    }
    append(Tables.SCORES, scores);
  }

  private static float label(int bar) {
    return bar % 3 == 0 ? 1 : 0;
  }

  private static void append(Table table, List<Row> rows) {
    store.append(table, store.rows(table, rows));
  }

  private static void register(String version, String label, String sha256) {
    put(Tables.MODEL_MANIFESTS, manifest(version, label, sha256));
    put(
        Tables.MODEL_REGISTRY,
        RowFactory.create(
            "direction",
            version,
            null,
            "PRODUCTION",
            "c",
            "f",
            "xgboost",
            "binary",
            label,
            "bars40",
            "fh",
            sha256,
            1L,
            "p",
            "ALL",
            "score",
            Date.valueOf("2023-11-14"),
            "r",
            "by the test"));
  }

  private static void put(Table table, Row row) {
    store.upsert(table, store.rows(table, List.of(row)), table.key().toArray(String[]::new));
  }

  private static Row manifest(String version, String label, String sha256) {
    return RowFactory.create(
        "direction",
        version,
        "r",
        "xgboost",
        "{}",
        "{}",
        "bars40",
        "fh",
        label,
        "s",
        7L,
        0L,
        1L,
        44L,
        "0.1.0",
        "jvm",
        "os",
        "cpu",
        sha256,
        "{\"settings\":{\"sampler\":\"time-60s\"}}");
  }

  private static Row score(String instrument, int bar, String version, float... scores) {
    return scoreOf(null, instrument, bar, version, scores);
  }

  private static Row scoreOf(
      String sha256, String instrument, int bar, String version, float... scores) {
    long time = START + bar * MINUTE;
    return RowFactory.create(
        instrument,
        (long) bar,
        version,
        EventRows.timestamp(time),
        time,
        "direction",
        "fh",
        scores[scores.length - 1],
        "HOLD",
        1.0,
        "champion",
        "r",
        bar + 1L,
        0L,
        scores.length == 1 ? null : scores,
        "live",
        sha256);
  }

  private static void label(String instrument, int from, int to) {
    label("fixed-15m", instrument, from, to);
  }

  private static void label(String set, String instrument, int from, int to) {
    append(
        Tables.LABELS,
        IntStream.range(from, to)
            .mapToObj(
                i ->
                    RowFactory.create(
                        set,
                        instrument,
                        EventRows.timestamp(START + i * MINUTE),
                        START + i * MINUTE,
                        (long) i,
                        START + (i + 15) * MINUTE,
                        label(i),
                        0.001))
            .toList());
  }

  private static Cli compare(String a, String b, String... more) {
    List<String> words = new ArrayList<>(List.of("compare", "--lake", lake, "--a", a, "--b", b));
    words.addAll(List.of(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private static List<Row> looks(String test) {
    return store
        .read(Tables.AB_TESTS)
        .where("test = '" + test + "'")
        .orderBy("look")
        .collectAsList();
  }

  private static void refused(Cli run, String... parts) {
    assertThat(run.code()).as(run.out()).isEqualTo(1);
    assertThat(run.err()).contains(parts);
  }

  @Test
  void aTestIsLookedAtUntilItIsDecided() {
    refused(
        compare("plain", "sharp"),
        "labels are not there yet: 4800 scored bars wait for a label of fixed-15m",
        "look again");
    label("X", 0, 1200);
    label("Y", 0, 300);

    Cli dry = compare("plain", "sharp", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out()).containsPattern("decision +continue").contains("nothing is written");
    assertThat(looks(TEST)).isEmpty();

    // Labels reach 1199 + 15 minutes: stretches end at 1200 at most, every other one of 80 is
    // taken.
    Cli first = compare("plain", "sharp");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("kept in models.ab_tests");
    Row one = looks(TEST).get(0);
    assertThat(one.<Integer>getAs("look")).isEqualTo(1);
    assertThat(one.<String>getAs("design")).isEqualTo("same-bars");
    assertThat(one.<Long>getAs("observations")).isEqualTo(40);
    assertThat(one.<Long>getAs("n_a")).isEqualTo(600);
    assertThat(one.<Long>getAs("n_b")).isEqualTo(600);
    assertThat(one.<Long>getAs("waiting")).isEqualTo(2 * 1200);
    assertThat(one.<Double>getAs("value_a")).isCloseTo(0.25, within(1e-12));
    assertThat(one.<Double>getAs("value_b")).isCloseTo(0.01, within(1e-8)); // 0.9f is not 0.9
    assertThat(one.<Double>getAs("difference")).isCloseTo(-0.24, within(1e-8));
    assertThat(one.<Double>getAs("cliffs_delta")).isEqualTo(-1);
    assertThat(one.<String>getAs("decision")).isEqualTo("continue");

    label("X", 1200, BARS - 15);
    Cli second = compare("plain", "sharp", "--format", "json");
    assertThat(second.code()).as(second.err()).isZero();
    var json = Json.tree(second.out().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(json.path("decision").asText()).isEqualTo("B");
    assertThat(json.path("look").asInt()).isEqualTo(2);
    List<Row> kept = looks(TEST);
    assertThat(kept).hasSize(2);
    assertThat(kept.get(0)).isEqualTo(one);
    assertThat(kept.get(1).<Double>getAs("ci_high")).isNegative();
    assertThat(kept.get(1).<Double>getAs("p_value")).isLessThan(0.05);

    // The same look again commits nothing.
    long version = store.version(Tables.AB_TESTS);
    Cli again = compare("plain", "sharp", "--format", "csv");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).startsWith("test,look,").contains("\"direction: plain vs sharp, ");
    assertThat(store.version(Tables.AB_TESTS)).isEqualTo(version);
    refused(compare("plain", "sharp", "--planned", "5"), "begun with --planned = 1000, not 5");

    // Bars of another instrument at the same time; both are as blind.
    Cli other = compare("plain", "beside", "--planned", "3", "--test", "blind");
    assertThat(other.code()).as(other.err()).isZero();
    Row blind = looks("blind").get(0);
    assertThat(blind.<String>getAs("design")).isEqualTo("same-time");
    assertThat(blind.<String>getAs("decision")).isEqualTo("no difference");
    assertThat(blind.<Long>getAs("observations")).isEqualTo(3);
    assertThat(blind.<Long>getAs("n_b")).isEqualTo(45);
    assertThat(blind.<Double>getAs("difference")).isZero();
  }

  /** Labels are 1 in a third of the bars, else 0: half the squared errors, added by hand. */
  @Test
  void versionsOfThreeClassesAreComparedByHalfTheSquaredErrorsOfAllClasses() {
    label("three-15m-10bp", "X", 0, 300);
    Cli look = compare("three", "four", "--format", "json");
    assertThat(look.code()).as(look.err()).isZero();
    Row row = looks("direction: three vs four, same-bars").get(0);
    double ifZero = (0.75 * 0.75 + 0.5 * 0.5 + 0.25 * 0.25) / 2;
    double ifOne = (0.25 * 0.25 + 0.5 * 0.5 + 0.25 * 0.25) / 2;
    assertThat(row.<Double>getAs("value_a")).isCloseTo((2 * ifZero + ifOne) / 3, within(1e-12));
    double zeroOfB = (0.5 * 0.5 + 0.25 * 0.25 + 0.25 * 0.25) / 2;
    double oneOfB = (0.5 * 0.5 + 0.75 * 0.75 + 0.25 * 0.25) / 2;
    assertThat(row.<Double>getAs("value_b")).isCloseTo((2 * zeroOfB + oneOfB) / 3, within(1e-12));
    assertThat(row.<Long>getAs("observations")).isEqualTo(10);
  }

  /** A night that was done again registers another file under the name of the one before. */
  @Test
  void whatAnotherFileOfAVersionScoredIsNotItsArm() {
    List<Row> scores = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String file = i < 300 ? FILE_BEFORE : FILE;
      scores.add(scoreOf(file, "X", i, "redone", i < 300 ? 0.1f : 0.5f));
      scores.add(score("X", i, "beside-it", 0.5f));
    }
    append(Tables.SCORES, scores);
    register("redone", "fixed-30m", FILE);
    register("beside-it", "fixed-30m", FILE);
    label("fixed-30m", "X", 0, 600);
    Cli first = compare("redone", "beside-it", "--test", "files");
    assertThat(first.code()).as(first.err()).isZero();
    Row look = looks("files").get(0);
    assertThat(look.<Long>getAs("from_nanos")).isEqualTo(START + 300 * MINUTE);
    assertThat(look.<Double>getAs("value_a")).isEqualTo(0.25);
    assertThat(look.<String>getAs("sha256_a")).isEqualTo(FILE);
    put(Tables.MODEL_MANIFESTS, manifest("redone", "fixed-30m", FILE_BEFORE));
    Cli again = compare("redone", "beside-it", "--test", "files");
    assertThat(again.code()).as("its file is not registered yet: " + again.err()).isZero();
    register("redone", "fixed-30m", FILE_BEFORE);
    refused(
        compare("redone", "beside-it", "--test", "files"),
        "begun with the file of arm A = " + FILE + ", not " + FILE_BEFORE,
        "--test NAME");
  }

  @Tag("slow")
  @Test
  void whatCannotBeComparedIsNamed() {
    refused(compare("plain", "none"), "no version 'none' of model 'direction'", "models list");
    refused(compare("plain", "idle"), "'idle' has no row of its file in live.scores");
    refused(compare("plain", "real"), "has real values", "only versions for classes");
    refused(compare("plain", "longer"), "predicts fixed-15m but 'longer' predicts fixed-30m");
    refused(
        compare("plain", "later"),
        "no common rows",
        "'plain' scored from 2023-11-15T00:00:00Z to 2023-11-16T15:59:00Z",
        "'later' from 2023-11-16T16:00:00Z");
    assertThat(compare("plain", "plain").code()).isEqualTo(2);
    assertThat(compare("plain", "sharp", "--alpha", "0").err()).contains("alpha = 0.0 must be");
    Cli ends =
        compare("plain", "sharp", "--from", "2023-11-16T00:00:00Z", "--to", "2023-11-15T00:00:00Z");
    assertThat(ends.code()).isEqualTo(2);
    assertThat(ends.err()).contains("give a later --to");
  }
}
