package org.tidemark.jobs.report.fill;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.fold.StoredFolds;
import org.tidemark.jobs.report.Fold;
import org.tidemark.jobs.report.MetricValue;
import org.tidemark.jobs.report.RegistryEntry;
import org.tidemark.jobs.report.ReportModel;
import org.tidemark.jobs.report.ReportWriter;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.lakehouse.spark.TableStore;

/**
 * Writes the report of a run to {@code reports/<run id>.html} in the lake. It reads tables and the
 * run's settings and nothing else, so the same tables give the same bytes.
 */
public final class ReportJob implements Job<NightlyArgs, ReportJob.Summary> {
  /**
   * Where the report is.
   *
   * @param path absolute, with the lake's scheme
   * @param bytes its length
   */
  public record Summary(String path, long bytes) {}

  @Override
  public String name() {
    return "report";
  }

  @Override
  public Summary run(TableStore store, NightlyArgs args) {
    byte[] page =
        ReportWriter.html(model(store, SettingsOfRun.of(store, args)))
            .getBytes(StandardCharsets.UTF_8);
    String name = "reports/" + args.runId() + ".html";
    new ModelFiles(store).write(name, page);
    return new Summary(store.lake().folder(name), page.length);
  }

  private static ReportModel model(TableStore store, NightlyArgs args) {
    LakeReader lake = new LakeReader(store, args);
    List<TaskRecord> tasks = TaskRecord.of(lake);
    FoldReader measured = new FoldReader(lake);
    List<String> ranking = measured.ranking();
    List<MetricValue> metrics = measured.metrics();
    StoredFolds stored = measured.stored();
    List<Fold> folds = measured.folds(stored);
    ScoreReader.Scores scores = new ScoreReader(lake).read(ranking, stored);
    RegistryReader models = new RegistryReader(lake);
    List<RegistryEntry> registry = models.entries();
    MakingReader making = new MakingReader(lake, tasks);
    return new ReportModel(
        new HeaderReader(lake, tasks, registry)
            .read(
                making.lakeText(),
                ranking,
                metrics,
                Verdict.Tested.of(stored),
                scores.instruments()),
        new CoverageReader(lake).read(),
        folds,
        metrics,
        scores.equity(),
        scores.calibrations(),
        new ScrutinyReader(lake, ranking).read(scores.paths()),
        new ImportanceReader(lake).read(ranking),
        new DriftReader(lake).read(),
        models.certificates(),
        registry,
        new LiveReader(lake).read(),
        making.read());
  }
}
