package org.tidemark.jobs.report;

/** One section of the page. */
interface Section {
  /** Unique in the page; also the prefix of the ids of its pictures. */
  String id();

  String heading();

  /** Writes everything under the heading; without data, one sentence that says why. */
  void write(ReportModel model, Palette palette, Markup out);

  /** The sentence of a section without data. */
  static void empty(Markup out, String why) {
    out.element("p", why, "class", "none");
  }
}
