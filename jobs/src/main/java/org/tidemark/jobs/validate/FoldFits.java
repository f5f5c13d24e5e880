package org.tidemark.jobs.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.tidemark.jobs.NightlyArgs;
import org.tidemark.jobs.train.FitPool;
import org.tidemark.jobs.train.RunBlend;
import org.tidemark.jobs.train.TrainingEvents;
import org.tidemark.jobs.train.TrainingFrame;
import org.tidemark.jobs.train.TrainingWindow;
import org.tidemark.jobs.train.WindowFits;
import org.tidemark.models.FormedModel;
import org.tidemark.models.learn.WindowLearner;
import org.tidemark.models.split.Split;

/**
 * Fits every learner on every fold, as many side by side as the cluster has cores. What comes out
 * does not depend on how many that are, nor on how often the work was stopped in between.
 */
final class FoldFits {
  /**
   * What came out.
   *
   * @param works learner by learner, in order of the folds
   * @param takenOver models that an earlier try had fitted
   */
  record Fitted(List<FoldWork> works, int takenOver) {}

  private final NightlyArgs args;
  private final TrainingFrame frame;
  private final WindowFits fits;
  private final UnfinishedFits unfinished;
  private final AtomicInteger takenOver = new AtomicInteger();

  FoldFits(NightlyArgs args, TrainingFrame frame, WindowFits fits, UnfinishedFits unfinished) {
    this.args = args;
    this.frame = frame;
    this.fits = fits;
    this.unfinished = unfinished;
  }

  /**
   * Fits them all.
   *
   * @param book is told of a learner that cannot be fitted
   * @throws IllegalStateException if one cannot be fitted; the models fitted so far are kept
   */
  Fitted run(
      List<WindowLearner> learners, List<Split> splits, FoldWindows windows, TrialBook book) {
    int slots = Math.max(1, frame.rows().sparkSession().sparkContext().defaultParallelism());
    List<FoldWork> done = new ArrayList<>();
    try (FitPool pool = new FitPool(slots)) {
      List<Future<FoldWork>> running = new ArrayList<>();
      for (WindowLearner learner : learners) {
        for (Split split : splits) {
          TrainingWindow window = windows.windows().get(split.fold());
          running.add(pool.threads().submit(() -> fit(learner, split, window)));
        }
      }
      for (Future<FoldWork> work : running) {
        done.add(work.get());
        args.progress().step(done.size(), running.size(), "fits");
      }
      return new Fitted(done, takenOver.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("validation was interrupted", e);
    } catch (ExecutionException e) {
      IllegalStateException failure =
          new IllegalStateException("a fold could not be fitted: " + e.getCause(), e);
      try {
        // It was tried: a run that is mended by leaving the learner out must not hide it.
        book.failed(learners.get(done.size() / splits.size()).name(), e.getCause().toString());
        book.write();
      } catch (RuntimeException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }

  private FoldWork fit(WindowLearner learner, Split split, TrainingWindow window) {
    Optional<FormedModel> earlier = unfinished.find(learner, split);
    earlier.ifPresent(model -> takenOver.incrementAndGet());
    FormedModel own = earlier.orElseGet(() -> fitted(learner, split, window));
    FormedModel model = RunBlend.applied(own, args.config(), learner.name());
    return new FoldWork(
        split,
        learner,
        window.count(),
        model,
        earlier.isPresent() ? unfinished.growth(learner, split) : TrainingEvents.of(own),
        InSample.of(frame, args, split, window.count(), learner, model));
  }

  private FormedModel fitted(WindowLearner learner, Split split, TrainingWindow window) {
    FormedModel model = fits.fit(learner, split, window, args.config().whole("seed"));
    unfinished.keep(learner, split, model);
    return model;
  }
}
