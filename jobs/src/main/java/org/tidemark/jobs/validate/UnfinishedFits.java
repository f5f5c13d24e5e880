package org.tidemark.jobs.validate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.tidemark.jobs.Environment;
import org.tidemark.jobs.Json;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.feature.ModelColumns;
import org.tidemark.jobs.train.ModelFiles;
import org.tidemark.jobs.train.TrainingEvents;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.lakehouse.Tables;
import org.tidemark.lakehouse.spark.TableStore;
import org.tidemark.models.FormedModel;
import org.tidemark.models.learn.Growth;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;

/**
 * Models of a validation that was stopped before its end. A mark beside the models says what they
 * were fitted with: settings, versions of the tables read, version of the code. A validation that
 * would fit with the same takes them over; any other removes them first. The mark goes when a
 * validation ends, so a run that is repeated later fits anew.
 */
final class UnfinishedFits {
  private final ModelFiles files;
  private final NightlyArgs args;
  private final TrainingFrame frame;

  private UnfinishedFits(ModelFiles files, NightlyArgs args, TrainingFrame frame) {
    this.files = files;
    this.args = args;
    this.frame = frame;
  }

  /** Looks for the mark, and sets it after removing models that were fitted with anything else. */
  static UnfinishedFits of(
      TableStore store,
      NightlyArgs args,
      TrainingFrame frame,
      List<Split> splits,
      List<WindowLearner> learners) {
    UnfinishedFits fits = new UnfinishedFits(new ModelFiles(store), args, frame);
    byte[] mark = mark(store, args).getBytes(StandardCharsets.UTF_8);
    String file = ModelFiles.unfinished(args.runId());
    if (fits.files.find(file).filter(found -> Arrays.equals(found, mark)).isEmpty()) {
      fits.files.delete(file);
      for (WindowLearner learner : learners) {
        splits.forEach(split -> fits.remove(learner, split));
      }
      fits.files.write(file, mark);
    }
    return fits;
  }

  private static String mark(TableStore store, NightlyArgs args) {
    Map<String, Object> with = new TreeMap<>();
    with.put("as_of", args.asOf().toString());
    with.put("settings", args.config().toMap());
    with.put("code", Environment.codeVersion());
    ModelColumns.of(store, args)
        .tables()
        .forEach(table -> with.put(table.qualifiedName(), store.version(table)));
    with.put("labels", store.version(Tables.LABELS));
    return Json.line(with);
  }

  private String name(WindowLearner learner, Split split) {
    return ModelFiles.fold(args.runId(), learner.name(), split.fold());
  }

  private String growthName(WindowLearner learner, Split split) {
    return ModelFiles.growth(args.runId(), learner.name(), split.fold());
  }

  /** The model of a fold, if it was fitted before the stop. */
  Optional<FormedModel> find(WindowLearner learner, Split split) {
    return files
        .find(name(learner, split))
        .map(bytes -> learner.load(bytes, frame.columns(), frame.target()));
  }

  /** How the fit of that model went, if it was to stop early. */
  Optional<Growth> growth(WindowLearner learner, Split split) {
    return files.find(growthName(learner, split)).map(Growth::parse);
  }

  private void remove(WindowLearner learner, Split split) {
    files.delete(name(learner, split));
    files.delete(growthName(learner, split));
  }

  /** Keeps a model; it is there once all that belongs to it is. */
  void keep(WindowLearner learner, Split split, FormedModel model) {
    TrainingEvents.of(model)
        .ifPresent(growth -> files.write(growthName(learner, split), growth.json()));
    files.write(name(learner, split), model.nativeBytes());
  }

  /** Nothing is left to take over. */
  void finished() {
    files.delete(ModelFiles.unfinished(args.runId()));
  }
}
