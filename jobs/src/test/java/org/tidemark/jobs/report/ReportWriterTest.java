package org.tidemark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** The page holds what the model holds, as well-formed markup, and asks nobody for anything. */
class ReportWriterTest {
  private static final List<String> HEADINGS =
      List.of(
          "Verdict",
          "Data coverage",
          "Fold timeline",
          "Metric per fold",
          "In sample and out of sample",
          "Out-of-sample equity and drawdown",
          "Backtest paths",
          "Cost sensitivity",
          "Skill or luck",
          "Where it worked",
          "Calibration",
          "Intervals",
          "Feature importance",
          "Drift",
          "Certificates and registry",
          "Live scores",
          "How this was made");

  @Test
  void exampleIsWrittenForTheEyeAndTheBrowserCheck() throws IOException {
    Path file = Files.createDirectories(Path.of("target")).resolve("report-example.html");
    Files.writeString(file, ReportWriter.html(new ExampleReport(7).model()));
    assertThat(file).isNotEmptyFile();
    assertThat(Files.size(file)).as("a report stays small enough to mail").isLessThan(1_000_000);
  }

  @Test
  void everySectionStandsInOrderWithAndWithoutData() {
    for (ReportModel model :
        List.of(SmallReport.empty(), SmallReport.full(), new ExampleReport(7).model())) {
      Matcher h2 =
          Pattern.compile("<h2[^>]*><span class=\"no\">\\d+</span>\\s*([^<]+)</h2>")
              .matcher(ReportWriter.html(model));
      assertThat(h2.results().map(r -> r.group(1)).toList()).isEqualTo(HEADINGS);
    }
  }

  @Test
  void emptySectionsSayWhy() {
    String html = ReportWriter.html(SmallReport.empty());
    assertThat(html)
        .contains(
            "no bars, prints or quotes up to this day",
            "No folds:",
            "No metrics:",
            "No in-sample figures:",
            "No equity curve:",
            "No paths: this run validated nothing.",
            "No cost figures:",
            "No figures of luck:",
            "No breakdown:",
            "No calibration:",
            "No importance:",
            "No drift figures:",
            "No certificate:",
            "registry is empty",
            "No live scores:",
            "No command was recorded")
        .doesNotContain("role=\"img\"");
  }

  @Test
  void pageIsWellFormedAndIdsAreUnique() throws Exception {
    for (ReportModel model :
        List.of(SmallReport.empty(), SmallReport.full(), new ExampleReport(7).model())) {
      String html = ReportWriter.html(model);
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(html.substring("<!DOCTYPE html>".length() + 1))));
      Set<String> ids = new HashSet<>();
      Matcher id = Pattern.compile(" id=\"([^\"]*)\"").matcher(html);
      while (id.find()) {
        assertThat(ids.add(id.group(1))).as("id " + id.group(1) + " once").isTrue();
      }
      Matcher referred = Pattern.compile("(?:aria-labelledby|href)=\"#?([^\"]*)\"").matcher(html);
      while (referred.find()) {
        assertThat(ids).contains(referred.group(1).split(" "));
      }
    }
  }

  @Test
  void pageLoadsNothingAndShowsNoProgrammersWords() {
    for (ReportModel model :
        List.of(SmallReport.empty(), SmallReport.full(), new ExampleReport(7).model())) {
      String html = ReportWriter.html(model);
      assertThat(html)
          .contains(
              "content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; img-src"
                  + " data:\"")
          .doesNotContain("<script", "http:", "https:", "src=", "@import", "url(")
          .doesNotContain("NaN", ">null", "Infinity", "undefined");
    }
  }

  @Test
  void textFromDataIsEscaped() {
    String html = ReportWriter.html(SmallReport.full());
    assertThat(html)
        .contains(
            "AUC 0.53 &lt;over&gt; &quot;coin&quot; &amp; cost.",
            "X&amp;Y",
            "--lake &#39;my lake&#39;")
        .doesNotContain("<over>", "X&Y");
  }

  @Test
  void sameModelGivesTheSameTextInEveryLocaleAndZone() {
    String here = ReportWriter.html(new ExampleReport(7).model());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "th-TH-u-ca-buddhist-nu-thai")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
        assertThat(ReportWriter.html(new ExampleReport(7).model())).as(tag).isEqualTo(here);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void rowsThatDoNotAddUpRaiseAlarm() {
    assertThat(ReportWriter.html(SmallReport.full()))
        .contains("every row is accounted for")
        .doesNotContain("Treat this data");
    ReportModel f = SmallReport.full();
    Coverage lost =
        new Coverage(1003, 990, f.coverage().instruments(), f.coverage().rejected(), List.of());
    ReportModel off =
        new ReportModel(
            f.header(),
            lost,
            f.folds(),
            f.metrics(),
            f.equity(),
            f.calibrations(),
            f.scrutiny(),
            f.importances(),
            f.drift(),
            f.certificates(),
            f.registry(),
            f.live(),
            f.making());
    assertThat(ReportWriter.html(off)).contains("class=\"alarm\"", "the sum is off by 3");
  }

  @Test
  void modelRefusesTwoValuesForOneFold() {
    MetricValue twice = new MetricValue("tree", "auc", 0, Estimate.of(0.5), 1);
    assertThatThrownBy(() -> SmallReport.withMetrics(List.of(twice, twice)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tree / auc / fold 0")
        .hasMessageContaining("pool");
    assertThatThrownBy(() -> new Estimate(1, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("swap");
    assertThatThrownBy(() -> new Estimate(1, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("both ends");
  }
}
