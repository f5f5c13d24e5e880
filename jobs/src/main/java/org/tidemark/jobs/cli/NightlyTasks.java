package org.tidemark.jobs.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tidemark.jobs.Job;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.FeaturesJob;
import org.tidemark.jobs.feature.LabelsJob;
import org.tidemark.jobs.ingest.IngestArgs;
import org.tidemark.jobs.ingest.IngestJob;
import org.tidemark.jobs.maintain.PublishJob;
import org.tidemark.jobs.monitor.DriftJob;
import org.tidemark.jobs.monitor.ParityJob;
import org.tidemark.jobs.monitor.QualityJob;
import org.tidemark.jobs.report.fill.ReportJob;
import org.tidemark.jobs.train.ExportJob;
import org.tidemark.jobs.train.RegisterJob;
import org.tidemark.jobs.train.TrainJob;
import org.tidemark.jobs.tune.NightlyStudy;
import org.tidemark.jobs.tune.NightlyTuneJob;
import org.tidemark.jobs.validate.ImportanceJob;
import org.tidemark.jobs.validate.ValidateJob;
import org.tidemark.lakehouse.spark.TableStore;

/** Task ids of the nightly DAG and the jobs behind them. */
final class NightlyTasks {
  private static final List<Job<NightlyArgs, ?>> JOBS =
      List.of(
          new QualityJob(),
          new FeaturesJob(),
          new LabelsJob(),
          new NightlyTuneJob(),
          new ValidateJob(),
          new TrainJob(),
          new ExportJob(),
          new RegisterJob(),
          new ImportanceJob(),
          new DriftJob(),
          new ParityJob(),
          new ReportJob(),
          new PublishJob());

  /** Those that fit a model, or speak of one that was fitted. */
  private static final Set<String> TUNED =
      Set.of("validate", "train", "export", "register", "importance", "drift", "report");

  private NightlyTasks() {}

  /** Runs one task and returns its summary. */
  static Record run(TableStore store, String task, NightlyArgs args) {
    if (task.equals("ingest")) {
      return new IngestJob()
          .run(
              store,
              IngestArgs.of(args.config(), store.spark().sparkContext().hadoopConfiguration()));
    }
    Optional<Job<NightlyArgs, ?>> job =
        JOBS.stream().filter(j -> j.name().equals(task)).findFirst();
    return job.orElseThrow(() -> new IllegalArgumentException("no job for task '" + task + "'"))
        .run(store, TUNED.contains(task) ? NightlyStudy.chosen(store, args) : args);
  }
}
