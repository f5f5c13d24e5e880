package org.tidemark.jobs.report;

/** Whether a score of 0.6 comes true six times in ten. */
final class CalibrationSection implements Section {
  @Override
  public String id() {
    return "calibration";
  }

  @Override
  public String heading() {
    return "Calibration";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    if (model.calibrations().isEmpty()) {
      Section.empty(
          out,
          "No calibration: there are no out-of-sample scores of two classes to compare with their labels.");
      return;
    }
    out.element(
        "p",
        "On the dashed line scores mean what they say. Whiskers are 95 % Wilson intervals; bins of fewer than 30 rows are in the table only. ECE is the row-weighted mean distance from the line over ten equally filled bins.",
        "class",
        "note");
    out.open("div", "class", "multiples");
    for (int i = 0; i < model.calibrations().size(); i++) {
      Calibration c = model.calibrations().get(i);
      String ece = "ECE " + Numbers.fixed(c.expectedCalibrationError(), 4);
      out.open("figure")
          .open("figcaption")
          .element("strong", c.learner())
          .text(" " + ece)
          .close("figcaption");
      String words =
          ece
              + ". Share of positive labels against mean score in "
              + c.bins().size()
              + " bins; the values are in the table below.";
      out.append(
              SvgReliability.draw(
                  id() + "-" + i,
                  "Reliability of " + c.learner(),
                  words,
                  c,
                  palette.colour(c.learner())))
          .close("figure");
    }
    out.close("div");
    Table table =
        new Table("Calibration bins")
            .text("learner", "score from", "to")
            .number("rows", "mean score", "share positive", "95 % interval");
    for (Calibration c : model.calibrations()) {
      for (Calibration.CalibrationBin b : c.bins()) {
        String interval =
            b.n() == 0 ? "" : Numbers.interval(SvgReliability.wilson(b.positiveShare(), b.n()), 4);
        table.row(
            c.learner(),
            Numbers.fixed(b.low(), 3),
            Numbers.fixed(b.high(), 3),
            Numbers.count(b.n()),
            Numbers.fixed(b.meanScore(), 4),
            Numbers.fixed(b.positiveShare(), 4),
            interval);
      }
    }
    table.writeFolded(out, "Figures of every bin");
  }
}
