package org.tidemark.models.learn;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.Link;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NetShape;
import org.tidemark.models.neural.Gradients;
import org.tidemark.models.tune.Curve;

/**
 * One fit of a net: passes over shuffled rows, each of which is an epoch, with a look at the rows
 * that are watched and a checkpoint after each. All that is random is drawn here from the seed, and
 * all that lasts from step to step is in {@link NetState}.
 */
final class NetFit {
  private static final long NEXT_EPOCH = 0x9E3779B97F4A7C15L;
  private static final int SCORED = 1_024;

  private final Gradients net;
  private final NetShape shape;
  private final NetParameters parameters;
  private final long seed;
  private final Optional<CheckpointFile> checkpoint;

  NetFit(
      Gradients net,
      NetShape shape,
      NetParameters parameters,
      long seed,
      Optional<CheckpointFile> checkpoint) {
    this.net = net;
    this.shape = shape;
    this.parameters = parameters;
    this.seed = seed;
    this.checkpoint = checkpoint;
  }

  /**
   * A fitted net.
   *
   * @param growth how it went, where it was to be watched
   */
  record Fitted(NetForm form, Optional<Growth> growth) {}

  /** Every epoch, on all rows. */
  NetForm all(TrainingSet data) {
    ColumnScale scale = ColumnScale.of(data);
    NetForm blank = blank(scale, data.target());
    Optional<CheckpointFile> file = checkpoint.map(c -> c.part("all"));
    NetProgress progress = begun(file);
    while (progress.epochs() < parameters.epochs()) {
      epoch(blank, data, progress);
      progress =
          new NetProgress(
              progress.epochs() + 1, progress.state(), progress.watched(), progress.recent());
      save(file, progress);
    }
    file.ifPresent(CheckpointFile::delete);
    return finished(blank, progress.state().weights());
  }

  /** The best epoch on the rows that are watched, or every one where they cannot tell. */
  Fitted watched(TrainingSet data, Rounds.Watched watch) {
    watch.check(data.target());
    Optional<MonitorSplit> split = MonitorSplit.of(data, watch.share());
    if (split.isEmpty()) {
      return unseen(data, "no label ends before the first watched row");
    }
    TrainingSet fitting = split.get().fitting();
    if (TrainingChecks.classes(fitting) < 2) {
      return unseen(data, "the " + fitting.rows() + " rows before the watched ones have one class");
    }
    WatchedScores monitor = new WatchedScores(split.get().monitor(), watch);
    WatchedScores recent = new WatchedScores(split.get().recent(), watch);
    if (!monitor.problem().isEmpty()) {
      return unseen(data, monitor.problem());
    }
    NetForm blank = blank(ColumnScale.of(fitting), data.target());
    Optional<CheckpointFile> file = checkpoint.map(c -> c.part("watched"));
    NetProgress progress = begun(file);
    Curve curve = watch.rule().start();
    for (int i = 0; i < progress.epochs(); i++) {
      curve = curve.after(progress.watched().get(i), progress.recent().get(i));
    }
    while (progress.epochs() < parameters.epochs()
        && !(curve.best().isPresent() && curve.stops())) {
      epoch(blank, fitting, progress);
      NetState state = progress.state();
      curve = curve.after(measure(blank, state, monitor), measure(blank, state, recent));
      if (curve.best().isPresent() && curve.best().getAsInt() == progress.epochs()) {
        state.keep();
      }
      progress = new NetProgress(progress.epochs() + 1, state, curve.watched(), curve.training());
      save(file, progress);
    }
    file.ifPresent(CheckpointFile::delete);
    if (curve.best().isEmpty()) {
      return unseen(data, watch.rule().monitor() + " is not defined after any epoch");
    }
    Growth seen = Growth.Seen.of(curve, fitting.rows(), monitor.rows().rows());
    return new Fitted(finished(blank, progress.state().best()), Optional.of(seen));
  }

  private Fitted unseen(TrainingSet data, String reason) {
    NetForm form = all(data);
    return new Fitted(
        form, Optional.of(new Growth.Unseen(parameters.epochs(), data.rows(), reason)));
  }

  private NetProgress begun(Optional<CheckpointFile> file) {
    return file.flatMap(CheckpointFile::read)
        .map(bytes -> NetProgress.read(bytes, shape.parameters()))
        .orElseGet(() -> new NetProgress(0, NetState.drawn(shape, seed), List.of(), List.of()));
  }

  private void save(Optional<CheckpointFile> file, NetProgress progress) {
    file.ifPresent(f -> f.write(progress.bytes(shape.parameters())));
  }

  private NetForm finished(NetForm blank, float[] weights) {
    return new NetForm(shape, blank.means(), blank.deviations(), weights, blank.link());
  }

  private NetForm blank(ColumnScale scale, Target target) {
    Link link = target instanceof Target.Binary ? Link.SIGMOID : Link.SOFTMAX;
    return new NetForm(
        shape, scale.means(), scale.deviations(), new float[shape.parameters()], link);
  }

  private void epoch(NetForm scale, TrainingSet data, NetProgress progress) {
    int[] order = shuffled(data.rows(), seed + NEXT_EPOCH * (progress.epochs() + 1));
    float[] gradient = new float[shape.parameters()];
    NetState state = progress.state();
    for (int from = 0; from < order.length; from += parameters.batch()) {
      int n = Math.min(parameters.batch(), order.length - from);
      float[] rows = new float[n * data.width()];
      int[] labels = new int[n];
      float[] weights = new float[n];
      for (int i = 0; i < n; i++) {
        int row = order[from + i];
        standardise(scale, data, row, rows, i);
        labels[i] = (int) data.labels()[row];
        weights[i] = data.weights()[row];
      }
      double loss = net.loss(state.weights(), rows, labels, weights, gradient);
      if (!Double.isFinite(loss)) {
        throw new LearnException(
            "the loss of epoch "
                + (progress.epochs() + 1)
                + " is "
                + loss
                + ": the fit diverged at rate "
                + parameters.rate()
                + "; set momentum-nn.rate lower");
      }
      state.step(gradient, parameters.rate());
    }
  }

  private double measure(NetForm scale, NetState state, WatchedScores watched) {
    TrainingSet rows = watched.rows();
    int width = rows.target().width();
    double[] scores = new double[rows.rows() * width];
    for (int from = 0; from < rows.rows(); from += SCORED) {
      int n = Math.min(SCORED, rows.rows() - from);
      float[] standardised = new float[n * rows.width()];
      for (int i = 0; i < n; i++) {
        standardise(scale, rows, from + i, standardised, i);
      }
      float[] found = net.probabilities(state.weights(), standardised, n);
      for (int i = 0; i < found.length; i++) {
        scores[from * width + i] = found[i];
      }
    }
    return watched.measure(scores);
  }

  static void standardise(NetForm scale, TrainingSet data, int row, float[] into, int at) {
    int width = data.width();
    for (int j = 0; j < width; j++) {
      into[at * width + j] = scale.standardised(j, data.features()[row * width + j]);
    }
  }

  /** Fisher and Yates. */
  private static int[] shuffled(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int at = random.nextInt(i + 1);
      order[i] = order[at];
      order[at] = i;
    }
    return order;
  }
}
