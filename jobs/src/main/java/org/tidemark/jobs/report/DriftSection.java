package org.tidemark.jobs.report;

import java.util.Comparator;
import java.util.List;

/** How far today's features have moved from the frozen reference. */
final class DriftSection implements Section {
  /** Below it the population stability index counts as stable (common credit-scoring practice). */
  static final double WATCH = 0.1;

  /** Above it a feature has moved for certain. */
  static final double DRIFTED = 0.3;

  private static final int TOP = 30;

  @Override
  public String id() {
    return "drift";
  }

  @Override
  public String heading() {
    return "Drift";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    if (model.drift().isEmpty()) {
      Section.empty(
          out,
          "No drift figures: there is no frozen reference yet, or no rows after it to compare. The first run freezes the reference.");
      return;
    }
    List<FeatureDrift> sorted =
        model.drift().stream()
            .sorted(
                Comparator.<FeatureDrift>comparingDouble(
                        d -> Double.isNaN(d.psi()) ? Double.POSITIVE_INFINITY : -d.psi())
                    .thenComparing(FeatureDrift::feature)
                    .thenComparing(FeatureDrift::instrument))
            .toList();
    long drifted = sorted.stream().filter(FeatureDrift::drifted).count();
    boolean oneInstrument = sorted.stream().map(FeatureDrift::instrument).distinct().count() == 1;
    out.element(
        "p",
        drifted
            + " of "
            + sorted.size()
            + " above their threshold. The index compares the current rows with the reference on bins frozen in the reference.");
    List<FeatureDrift> top = sorted.subList(0, Math.min(TOP, sorted.size()));
    List<SvgBars.Bar> bars =
        top.stream()
            .map(
                d ->
                    new SvgBars.Bar(
                        oneInstrument ? d.feature() : d.feature() + " · " + d.instrument(),
                        "bar " + state(d),
                        Estimate.of(d.psi()),
                        Numbers.compact(d.psi())))
            .toList();
    List<SvgBars.Threshold> thresholds =
        List.of(
            new SvgBars.Threshold(WATCH, "0.1 watch"),
            new SvgBars.Threshold(DRIFTED, "0.3 drifted"));
    String words =
        "Largest: "
            + top.get(0).feature()
            + " "
            + Numbers.compact(top.get(0).psi())
            + ". The values are in the table below.";
    out.open("figure")
        .open("figcaption")
        .element("strong", "Population stability index")
        .text(" top " + top.size() + " of " + sorted.size())
        .close("figcaption");
    out.open("div", "class", "scroll")
        .append(
            SvgBars.draw(
                id() + "-psi",
                "wide",
                1080,
                "Population stability index per feature",
                words,
                bars,
                thresholds))
        .close("div")
        .close("figure");
    Table table =
        new Table("Drift per feature and instrument")
            .code("feature")
            .text("instrument")
            .chip("state")
            .number("PSI", "KS", "threshold", "reference rows", "current rows");
    sorted.forEach(
        d ->
            table.row(
                d.feature(),
                d.instrument(),
                state(d),
                Numbers.fixed(d.psi(), 4),
                Numbers.fixed(d.ks(), 4),
                Numbers.plain(d.threshold()),
                Numbers.count(d.nReference()),
                Numbers.count(d.nCurrent())));
    table.writeFolded(out, "Figures of every feature");
  }

  private static String state(FeatureDrift d) {
    return d.drifted() || d.psi() > DRIFTED ? "drifted" : d.psi() > WATCH ? "watch" : "stable";
  }
}
