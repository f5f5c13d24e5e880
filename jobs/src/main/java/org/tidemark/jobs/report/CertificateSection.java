package org.tidemark.jobs.report;

import java.util.Locale;

/**
 * Whether the exported models answer as the native ones do, and which models the registry holds.
 */
final class CertificateSection implements Section {
  @Override
  public String id() {
    return "certificates";
  }

  @Override
  public String heading() {
    return "Certificates and registry";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    out.element("h3", "ONNX parity");
    if (model.certificates().isEmpty()) {
      Section.empty(out, "No certificate: this run exported no model.");
    } else {
      Table table =
          new Table("ONNX parity certificates")
              .chip("verdict")
              .code("model version")
              .text("learner")
              .number("rows", "label flips", "largest difference")
              .code("SHA-256 of the ONNX file");
      model
          .certificates()
          .forEach(
              c ->
                  table.row(
                      c.outcome().name().toLowerCase(Locale.ROOT),
                      c.modelVersion(),
                      c.learner(),
                      Numbers.count(c.rows()),
                      Numbers.count(c.flips()),
                      Numbers.compact(c.maxDifference()),
                      c.sha256()));
      table.write(out);
      out.element(
          "p",
          "Rows are real rows of the test spans, rows at every split threshold, one float below and one above, and rows with missing values. A model whose certificate fails is never served.",
          "class",
          "note");
    }
    out.element("h3", "Model registry");
    if (model.registry().isEmpty()) {
      Section.empty(out, "The registry is empty: no model has been registered in this lake.");
      return;
    }
    Table table =
        new Table("Models in the registry")
            .chip("alias")
            .code("model version")
            .text("learner")
            .time("data until")
            .number("AUC")
            .code("run")
            .text("why");
    model
        .registry()
        .forEach(
            r ->
                table.row(
                    String.join(", ", r.aliases()),
                    r.modelVersion(),
                    r.learner(),
                    Numbers.day(r.asOf()),
                    Numbers.estimate(r.auc(), 4),
                    r.runId(),
                    r.note()));
    table.write(out);
  }
}
