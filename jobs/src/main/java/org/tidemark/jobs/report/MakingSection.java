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
        new Table("Table versions read or written").code("table").number("version", "rows");
    m.tables()
        .forEach(t -> table.row(t.table(), Numbers.count(t.version()), Numbers.count(t.rows())));
    table.writeFolded(out, m.tables().size() + " tables at their versions");
  }

  private void tasks(Making m, Markup out) {
    List<SvgTimeline.Row> rows =
        m.tasks().stream()
            .map(
                t ->
                    new SvgTimeline.Row(
                        t.task(),
                        List.of(
                            new SvgTimeline.Block(
                                "task", t.start(), t.end(), t.task() + ": " + took(t)))))
            .toList();
    double labels = 20 + 6.8 * m.tasks().stream().mapToInt(t -> t.task().length()).max().orElse(0);
    out.open("figure").open("div", "class", "scroll");
    out.append(
        SvgTimeline.draw(
            id() + "-tasks",
            "Tasks over time",
            "When each task ran; durations are in the table below.",
            rows,
            labels,
            20));
    out.close("div").close("figure");
    Table table =
        new Table("Duration of each task")
            .code("task")
            .chip("state")
            .time("started")
            .number("took");
    m.tasks().forEach(t -> table.row(t.task(), t.state(), Numbers.minute(t.start()), took(t)));
    table.writeFolded(out, "Duration of each task");
  }

  private static String took(Making.TaskRun t) {
    return Numbers.duration(Duration.between(t.start(), t.end()));
  }
}
