package org.tidemark.jobs.report;

/** What each fold trained on, dropped and was judged on, on one time axis. */
final class FoldSection implements Section {
  @Override
  public String id() {
    return "folds";
  }

  @Override
  public String heading() {
    return "Fold timeline";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    if (model.folds().isEmpty()) {
      Section.empty(
          out, "No folds: the run ended before validation, or there was too little data to split.");
      return;
    }
    new FoldTimeline(
            id(),
            model.folds().stream()
                .map(fold -> new FoldTimeline.Row("" + fold.number(), fold))
                .toList(),
            Numbers::count)
        .write(out);
  }
}
