package org.tidemark.jobs.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.Target;

/** What the catalogue holds, and that all of it can be trained. */
class CatalogueTest {
  /** Categories whose methods are deep nets, or find what no label names. */
  private static final Set<Category> LATER =
      EnumSet.of(
          Category.UNCERTAINTY_CLASSIFICATION,
          Category.BAYESIAN_ENSEMBLE,
          Category.PATTERN_RECOGNITION,
          Category.LSTM_TIME_SERIES,
          Category.ANOMALY_DETECTION);

  static List<CatalogueEntry> entries() {
    return Catalogue.standard().entries();
  }

  @ParameterizedTest
  @MethodSource("entries")
  void everyEntryCanBeTrained(CatalogueEntry entry) {
    assertThatCode(entry::check).doesNotThrowAnyException();
    assertThat(entry.purpose()).endsWith(".");
    assertThat(entry.output()).isNotBlank();
    assertThat(entry.needs()).isNotEmpty();

    NightlyConfig config = entry.config(Map.of("seed", "9"));
    assertThat(config.text("model")).isEqualTo(entry.name());
    assertThat(config.text("registry.category")).isEqualTo(entry.category().name());
    assertThat(config.text("label")).isEqualTo(entry.settings().get("label"));
    assertThat(config.whole("seed")).isEqualTo(9);
  }

  @Test
  void everyCategoryButThoseOfDeepNetsHasAnEntry() {
    Set<Category> there =
        entries().stream().map(CatalogueEntry::category).collect(Collectors.toSet());

    assertThat(there)
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.copyOf(LATER)));
  }

  @Test
  void aTargetIsWhatTheOutputSays() {
    for (CatalogueEntry entry : entries()) {
      String said =
          entry.target() instanceof Target.Binary
              ? "probability"
              : entry.target() instanceof Target.MultiClass ? "probabilities" : "as a fraction";
      assertThat(entry.output()).as(entry.name()).contains(said);
    }
  }

  @Test
  void whatIsWrongWithAnEntryIsSaidWithItsName() {
    assertThatThrownBy(() -> changed(Map.of("label", "fixed")).check())
        .hasMessageContaining("catalogue entry 'boosted-direction'")
        .hasMessageContaining("label 'fixed'");
    assertThatThrownBy(() -> changed(Map.of("learners", "xgboost,oracle")).check())
        .hasMessageContaining("unknown learner 'oracle'");
    assertThatThrownBy(() -> changed(Map.of("learners", "xgboost")).check())
        .hasMessageContaining("no baseline");
    assertThatThrownBy(() -> changed(Map.of("features", "bars41")).check())
        .hasMessageContaining("bars41");
    assertThatThrownBy(() -> changed(Map.of("split", "daily")).check())
        .hasMessageContaining("daily");
    assertThatThrownBy(() -> changed(Map.of("model", "mine")).check())
        .hasMessageContaining("must not hold model");
    assertThatThrownBy(() -> changed(Map.of("xgboost.monotone", "spread:-")).check())
        .hasMessageContaining("monotone column 'spread'");
    assertThatThrownBy(() -> changed(Map.of("xgboost.loss", "absolute")).check())
        .hasMessageContaining("loss absolute");
    CatalogueEntry good = Catalogue.standard().named("boosted-direction");
    assertThatThrownBy(
            () ->
                new CatalogueEntry(
                        good.name(),
                        good.purpose(),
                        good.category(),
                        good.family(),
                        List.of("SUNNY"),
                        List.of(),
                        good.output(),
                        good.settings())
                    .check())
        .hasMessageContaining("regimes [SUNNY]");
    assertThatThrownBy(() -> Catalogue.standard().named("oracle"))
        .hasMessageContaining("no catalogue entry 'oracle'")
        .hasMessageContaining("boosted-direction");
  }

  private static CatalogueEntry changed(Map<String, String> changes) {
    CatalogueEntry good = Catalogue.standard().named("boosted-direction");
    Map<String, String> settings = new HashMap<>(good.settings());
    settings.putAll(changes);
    return new CatalogueEntry(
        good.name(),
        good.purpose(),
        good.category(),
        good.family(),
        good.regimes(),
        good.needs(),
        good.output(),
        settings);
  }

  @Test
  void aDocumentThatIsNoCatalogueIsRefused() {
    assertThatThrownBy(() -> parse("{\"version\":1,\"entries\":[]}"))
        .hasMessageContaining("needs an entry");
    assertThatThrownBy(() -> parse("{\"version\":0}")).hasMessageContaining("version 0");
    assertThatThrownBy(
            () -> parse("{\"version\":1,\"entries\":[{\"name\":\"a\",\"category\":\"LUCK\"}]}"))
        .hasMessageContaining("LUCK");
    assertThatThrownBy(() -> parse("{\"version\":1,\"entries\":[{\"name\":\"a\"}]}"))
        .hasMessageContaining("must have");
    assertThatThrownBy(() -> parse("model=a")).hasMessageContaining("not a catalogue");
  }

  private static Catalogue parse(String json) {
    return Catalogue.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /** The table of the how-to is written from the data. */
  @Test
  void theDocumentationListsWhatIsThere() throws IOException {
    Path page =
        Path.of(System.getProperty("tidemark.home", "..")).resolve("docs/how-to/catalogue.md");
    String text = Files.readString(page);
    String begin = "<!-- entries: written by CatalogueTest -->\n";
    String end = "<!-- end of entries -->";
    int from = text.indexOf(begin) + begin.length();
    String table = table();
    if (Boolean.getBoolean("tidemark.update")) {
      Files.writeString(page, text.substring(0, from) + table + text.substring(text.indexOf(end)));
      return;
    }

    assertThat(text.substring(from, text.indexOf(end)))
        .as("renew it by running this test with -Dtidemark.update=true")
        .isEqualTo(table);
  }

  private static String table() {
    StringBuilder text = new StringBuilder("| category | entry | purpose | data | learners |\n");
    text.append("|---|---|---|---|---|\n");
    entries().stream()
        .sorted(Comparator.comparing(CatalogueEntry::category))
        .forEach(
            e ->
                text.append("| ")
                    .append(e.category())
                    .append(" | `")
                    .append(e.name())
                    .append("` | ")
                    .append(e.purpose().replace("|", "\\|"))
                    .append(" | ")
                    .append(e.settings().get("features"))
                    .append(", ")
                    .append(e.settings().get("sampler"))
                    .append(", `")
                    .append(e.settings().get("label"))
                    .append("` | ")
                    .append(learners(e))
                    .append(" |\n"));
    return text.toString();
  }

  private static String learners(CatalogueEntry entry) {
    StringBuilder text = new StringBuilder(entry.settings().get("learners").replace(",", ", "));
    for (String key : List.of("xgboost.order", "xgboost.loss", "xgboost.monotone", "calibration")) {
      if (entry.settings().containsKey(key)) {
        text.append("; ").append(entry.settings().get(key));
      }
    }
    return text.toString();
  }
}
