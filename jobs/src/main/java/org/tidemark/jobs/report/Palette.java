package org.tidemark.jobs.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives each learner one colour and one marker shape for the whole page, in the order of the
 * header.
 */
final class Palette {
  private final List<String> learners;

  private Palette(List<String> learners) {
    this.learners = learners;
  }

  static Palette of(ReportModel model) {
    Set<String> names = new LinkedHashSet<>();
    model.header().learners().forEach(l -> names.add(l.learner()));
    model.metrics().forEach(m -> names.add(m.learner()));
    model.equity().forEach(e -> names.add(e.learner()));
    model.calibrations().forEach(c -> names.add(c.learner()));
    return new Palette(new ArrayList<>(names));
  }

  /** The learner's place, counted from 0; a name that is no learner takes the first colour. */
  int colour(String learner) {
    return Math.max(0, learners.indexOf(learner));
  }

  int size() {
    return learners.size();
  }

  List<String> learners() {
    return List.copyOf(learners);
  }

  /** One line that says which colour and shape is which learner. */
  void legend(Markup out, List<String> shown) {
    out.open("p", "class", "legend");
    for (String learner : shown) {
      out.open("span", "class", "key");
      out.open("svg", "class", "swatch", "viewBox", "0 0 26 12", "aria-hidden", "true");
      Canvas.key(out, colour(learner));
      out.close("svg").text(learner).close("span");
    }
    out.close("p");
  }
}
