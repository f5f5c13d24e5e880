package org.tidemark.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the report of one run as one HTML page that asks the network for nothing: style and
 * pictures are inline, there is no script, and a content security policy forbids everything else.
 */
public final class ReportWriter {
  /** What the page may load: its own inline style and inline images, nothing else. */
  static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

  private static final List<Section> SECTIONS =
      List.of(
          new HeaderSection(),
          new CoverageSection(),
          new FoldSection(),
          new MetricSection(),
          new InSampleSection(),
          new EquitySection(),
          new PathSection(),
          new CostSection(),
          new LuckSection(),
          new PartSection(),
          new CalibrationSection(),
          new IntervalSection(),
          new ImportanceSection(),
          new DriftSection(),
          new CertificateSection(),
          new LiveSection(),
          new MakingSection());

  private ReportWriter() {}

  /** The whole page; the same model gives the same text on every machine. */
  public static String html(ReportModel model) {
    Header h = model.header();
    Palette palette = Palette.of(model);
    String title = "Tidemark " + h.asOf() + ": " + h.verdict().words();
    Markup out = new Markup();
    head(out, title);
    out.open("header");
    out.element("p", "Tidemark · nightly run", "class", "brand")
        .element("h1", "Nightly report, as of " + h.asOf());
    out.open("dl", "class", "run");
    out.element("dt", "run").open("dd").element("code", h.runId()).close("dd");
    out.element("dt", "lake").open("dd").element("code", h.lake()).close("dd");
    out.element("dt", "data known at")
        .element("dd", Numbers.minute(h.knownAt()) + " UTC")
        .close("dl")
        .close("header");
    out.open("nav", "aria-label", "Sections");
    SECTIONS.forEach(s -> out.element("a", s.heading(), "href", "#" + s.id()));
    out.close("nav").open("main");
    for (int i = 0; i < SECTIONS.size(); i++) {
      Section section = SECTIONS.get(i);
      out.open("section", "id", section.id(), "aria-labelledby", section.id() + "-h");
      out.open("h2", "id", section.id() + "-h")
          .element("span", "" + (i + 1), "class", "no")
          .text(section.heading())
          .close("h2");
      section.write(model, palette, out);
      out.close("section");
    }
    out.close("main").close("body").close("html");
    return out.toString();
  }

  /** Everything up to the opened body, the same for every page. */
  static void head(Markup out, String title) {
    out.verbatim("<!DOCTYPE html>\n")
        .open("html", "lang", "en")
        .open("head")
        .empty("meta", "charset", "utf-8");
    out.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    out.element("title", title)
        .open("style")
        .verbatim(style())
        .close("style")
        .close("head")
        .open("body");
  }

  private static String style() {
    try (InputStream in = ReportWriter.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException(
            "report.css is not beside ReportWriter on the class path; build the jobs module again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "report.css cannot be read from the class path; build the jobs module again", e);
    }
  }
}
