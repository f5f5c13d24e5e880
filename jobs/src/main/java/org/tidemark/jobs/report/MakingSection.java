package org.tidemark.jobs.report;

import java.time.Duration;
import java.util.List;

/** Everything that is needed to make the same run again. */
final class MakingSection implements Section {
  @Override
  public String id() {
    return "making";
  }

  @Override
  public String heading() {
    return "How this was made";
  }

  @Override
  public void write(ReportModel model, Palette palette, Markup out) {
    Making m = model.making();
    out.element("h3", "Commands");
    if (m.commands().isEmpty()) {
      Section.empty(out, "No command was recorded for this run.");
    }
    for (Making.Command c : m.commands()) {
      out.element("p", c.purpose(), "class", "purpose");
      out.open("pre", "tabindex", "0").element("code", c.line()).close("pre");
    }
    out.element("h3", "Facts");
    if (m.facts().isEmpty()) {
      Section.empty(out, "No facts were recorded for this run.");
    } else {
      out.open("dl", "class", "facts");
      m.facts()
          .forEach(
              f -> out.element("dt", f.name()).open("dd").element("code", f.value()).close("dd"));
      out.close("dl");
    }
    out.element("h3", "Durations");
    if (m.tasks().isEmpty()) {
      Section.empty(out, "No task was recorded for this run.");
    } else {
      tasks(m, out);
    }
    out.element("h3", "Table versions");
    if (m.tables().isEmpty()) {
      Section.empty(out, "No table version was recorded for this run.");
      return;
    }
    Table table =
        new Table("Table versions that this report was read from")
            .code("table")
            .number("version", "rows");
    m.tables()
        .forEach(t -> table.row(t.table(), Numbers.count(t.version()), Numbers.count(t.rows())));
    table.writeFolded(out, m.tables().size() + " tables at their versions");
  }

  private void tasks(Making m, Markup out) {
    List<SvgBars.Bar> bars =
        m.tasks().stream()
            .map(t -> new SvgBars.Bar(t.task(), "bar task", Estimate.of(t.seconds()), took(t)))
            .toList();
    double all = m.tasks().stream().mapToDouble(Making.TaskRun::seconds).sum();
    out.open("figure")
        .open("figcaption")
        .element("strong", "Wall time of each task")
        .text(" seconds; all together " + took(all))
        .close("figcaption")
        .open("div", "class", "scroll");
    out.append(
        SvgBars.draw(
            id() + "-tasks",
            "wide",
            1080,
            "Wall time of each task",
            "The durations are in the table below.",
            bars,
            List.of()));
    out.close("div").close("figure");
    Table table = new Table("Duration of each task").code("task").chip("state").number("took");
    m.tasks().forEach(t -> table.row(t.task(), t.state(), took(t)));
    table.writeFolded(out, "Duration of each task");
  }

  private static String took(Making.TaskRun t) {
    return took(t.seconds());
  }

  private static String took(double seconds) {
    return Numbers.duration(Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
