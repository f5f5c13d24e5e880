package org.tidemark.models.ensemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.tidemark.models.FormedModel;
import org.tidemark.models.Learner;
import org.tidemark.models.Target;
import org.tidemark.models.TrainingSet;
import org.tidemark.models.evaluate.StationaryBootstrap;
import org.tidemark.models.form.Combiner;

/**
 * Bagging: a learner is fitted several times on rows of the training window that a stationary
 * bootstrap has drawn in blocks, and the models' plain mean scores. Neighbouring rows share their
 * labels' spans, so rows are not drawn one by one: blocks keep neighbours together.
 *
 * <p>How far the models lie apart ({@link EnsembleModel#spread}) tells how much of a score hangs on
 * the choice of rows. Members are fitted one after the other; beside the training set one drawn
 * copy of it is held.
 *
 * @param member fitted on each draw
 * @param members fits, 2 to {@value #MOST}
 * @param block mean length of a block in rows, at least 1; above the rows that a label span covers
 */
public record BaggedLearner(Learner member, int members, double block) implements Learner {
  private static final long serialVersionUID = 1L;

  /** Most members: their graph must pass the guard of model files. */
  public static final int MOST = 40;

  public BaggedLearner {
    if (members < 2 || members > MOST) {
      throw new IllegalArgumentException("bagging members = " + members + " must be 2 to " + MOST);
    }
    if (!(block >= 1) || Double.isInfinite(block)) {
      throw new IllegalArgumentException(
          "bagging block = " + block + " rows must be 1 or more, and finite");
    }
  }

  @Override
  public String name() {
    return "bagging";
  }

  @Override
  public String parametersJson() {
    return "{\"members\":"
        + members
        + ",\"block\":"
        + block
        + ",\"member\":\""
        + member.name()
        + "\",\"parameters\":"
        + member.parametersJson()
        + "}";
  }

  @Override
  public boolean readsDecisions() {
    return member.readsDecisions();
  }

  @Override
  public EnsembleModel fit(TrainingSet data, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<FormedModel> fitted = new ArrayList<>();
    for (int m = 0; m < members; m++) {
      int[] drawn = StationaryBootstrap.draw(data.rows(), block, random.split());
      // In time order, as learners get their rows: a row drawn twice stands twice.
      Arrays.sort(drawn);
      fitted.add(member.fit(data.only(drawn), random.nextLong()));
    }
    return new EnsembleModel(fitted, Combiner.equal(members));
  }

  @Override
  public EnsembleModel load(
      byte[] nativeBytes, List<String> featureNames, String featureSetHash, Target target) {
    Function<byte[], FormedModel> one =
        bytes -> member.load(bytes, featureNames, featureSetHash, target);
    return EnsembleModel.load(nativeBytes, Collections.nCopies(members, one));
  }
}
