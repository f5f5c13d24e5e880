package org.tidemark.models.learn;

import java.util.List;
import java.util.Optional;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.form.NetForm;
import org.tidemark.models.form.NetShape;
import org.tidemark.models.form.NetWalk;
import org.tidemark.models.neural.Gradients;
import org.tidemark.models.neural.Torch;

/**
 * X04, the net of momentum ignition: a convolution of 5 channels to 32 over 3 steps, two LSTM
 * layers of 64, a dense layer and softmax, fitted by PyTorch inside one task. A row is a sequence:
 * its columns are 5 channels of as many bars, channel by channel, each oldest first, as in feature
 * set {@code momentum}.
 *
 * <p>Columns are standardised by mean and deviation of the rows that are learned from; a missing
 * value is the mean. The same rows, seed and processor give the same bytes; processors of another
 * kind add in another order, which moves weights from their last digit on. A fitted net is scored
 * without PyTorch, and is held against it once, where it was fitted.
 *
 * @param rounds how many of the epochs are kept
 * @param checkpoints where fits leave what they have reached
 */
public record MomentumNnLearner(NetParameters parameters, Rounds rounds, Checkpoints checkpoints)
    implements Learner {
  /** By what a fitted net may differ from PyTorch: float32 sums in another order. */
  static final double TOLERANCE = 1e-5;

  private static final int HELD = 512;
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "momentum-nn";
  }

  @Override
  public String parametersJson() {
    String json = parameters.json();
    return rounds.json().isEmpty()
        ? json
        : json.substring(0, json.length() - 1) + "," + rounds.json() + "}";
  }

  @Override
  public boolean readsDecisions() {
    return rounds instanceof Rounds.Watched;
  }

  /**
   * Fits.
   *
   * @throws IllegalArgumentException for a real target, rows of one class, a column without a value
   *     or a number of columns that makes no sequence
   * @throws org.tidemark.models.neural.NeuralException if PyTorch is missing
   */
  @Override
  public NetModel fit(TrainingSet data, long seed) {
    NetShape shape = shape(data.width(), data.target());
    TrainingChecks.check(data);
    if (TrainingChecks.classes(data) < 2) {
      throw new IllegalArgumentException(
          "all "
              + data.rows()
              + " rows have label "
              + (int) data.labels()[0]
              + "; a net needs two classes or more: lengthen the window or change the label");
    }
    Optional<CheckpointFile> file = checkpoint(data, seed);
    try (Gradients net = Torch.open(shape)) {
      NetFit fit = new NetFit(net, shape, parameters, seed, file);
      NetFit.Fitted fitted =
          rounds instanceof Rounds.Watched watch
              ? fit.watched(data, watch)
              : new NetFit.Fitted(fit.all(data), Optional.empty());
      hold(fitted.form(), net, data);
      return NetModel.of(
          fitted.form(),
          data.target(),
          data.featureNames(),
          data.featureSetHash(),
          fitted.growth());
    }
  }

  /** Where a fit leaves what it has reached: another version of what fits has another place. */
  Optional<CheckpointFile> checkpoint(TrainingSet data, long seed) {
    return checkpoints instanceof Checkpoints.Folder folder
        ? Optional.of(
            CheckpointFile.of(
                folder.folder(),
                data,
                List.of(
                    name(),
                    parametersJson(),
                    data.target().toString(),
                    "seed " + seed,
                    "code " + folder.code(),
                    "torch " + Torch.version())))
        : Optional.empty();
  }

  private static NetShape shape(int columns, Target target) {
    if (target instanceof Target.Regression) {
      throw new IllegalArgumentException(
          "momentum-nn tells classes apart and cannot fit a real label; choose a label of classes,"
              + " or learner xgboost");
    }
    return NetShape.momentum(columns, target.width());
  }

  /** Our own arithmetic against PyTorch's, on rows of the window. */
  private static void hold(NetForm form, Gradients net, TrainingSet data) {
    int n = Math.min(HELD, data.rows());
    float[] rows = new float[n * data.width()];
    float[] standardised = new float[rows.length];
    for (int i = 0; i < n; i++) {
      int row = (int) ((long) i * data.rows() / n);
      System.arraycopy(data.features(), row * data.width(), rows, i * data.width(), data.width());
      NetFit.standardise(form, data, row, standardised, i);
    }
    float[] ours = new NetWalk(form).score(rows, n);
    float[] theirs = net.probabilities(form.weights(), standardised, n);
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs((double) ours[i] - theirs[i]) <= TOLERANCE)) {
        throw new LearnException(
            "the fitted net scores "
                + ours[i]
                + " where PyTorch scores "
                + theirs[i]
                + ", above "
                + TOLERANCE
                + " apart; this PyTorch computes something else: use the version of docs/adr/0006");
      }
    }
  }

  @Override
  public NetModel load(
      byte[] nativeBytes, List<String> featureNames, String featureSetHash, Target target) {
    return NetModel.of(nativeBytes, target, featureNames, featureSetHash);
  }
}
