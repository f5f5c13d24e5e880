package org.tidemark.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The page of a small run, byte for byte without its style sheet. After a wanted change look at
 * {@code target/report-small.html} in a browser, read its difference, and copy {@code
 * target/report-small.body.html} over the golden.
 */
class ReportGoldenTest {
  @Test
  void smallReportIsUnchanged() throws IOException {
    String html = ReportWriter.html(SmallReport.full());
    String body = html.replaceAll("(?s)<style>.*?</style>", "<style></style>");
    Path target = Files.createDirectories(Path.of("target"));
    Files.writeString(target.resolve("report-small.html"), html);
    Files.writeString(target.resolve("report-small.body.html"), body);
    try (InputStream golden =
        Objects.requireNonNull(
            ReportGoldenTest.class.getResourceAsStream("/golden/report-small.body.html"))) {
      assertThat(body).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }
}
