package org.tidemark.models.learn;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.tidemark.models.Target;
import org.tidemark.models.form.TreeEnsemble;

/**
 * A fitted XGBoost model: its JSON text and the columns it was fitted on. The booster is opened on
 * first use, never serialised, and freed with the model by the garbage collector. Scoring runs on
 * one thread, one call at a time.
 */
public final class XgboostModel implements WatchedModel {
  private static final long serialVersionUID = 1L;

  private final byte[] json;
  private final Target target;
  private final List<String> featureNames;
  private final String featureSetHash;

  /** One or none: an Optional cannot be serialised. */
  private final List<Growth> growth;

  private transient Booster booster;
  private transient XgboostJson parsed;

  private XgboostModel(
      byte[] json,
      Target target,
      List<String> names,
      String featureSetHash,
      Optional<Growth> growth) {
    this.json = json.clone();
    this.target = target;
    this.featureNames = List.copyOf(names);
    this.featureSetHash = featureSetHash;
    this.growth = growth.stream().toList();
  }

  /**
   * A model from {@link #nativeBytes()}; refuses text whose objective, classes or columns do not
   * fit.
   */
  public static XgboostModel of(
      byte[] json, Target target, List<String> featureNames, String featureSetHash) {
    XgboostModel model = fitted(json, target, featureNames, featureSetHash, Optional.empty());
    TreeEnsemble form = model.form();
    if (form.features() != featureNames.size() || form.outputs() != target.width()) {
      throw new IllegalArgumentException(
          "the XGBoost text has "
              + form.features()
              + " columns and "
              + form.outputs()
              + " outputs but "
              + featureNames.size()
              + " names and target "
              + target
              + " came with it; take all of them from the same manifest");
    }
    model.parsed().needObjectiveOf(target);
    return model;
  }

  /** A model as it comes from its fit: its text is not read before it is needed. */
  static XgboostModel fitted(
      byte[] json,
      Target target,
      List<String> featureNames,
      String featureSetHash,
      Optional<Growth> growth) {
    return new XgboostModel(json, target, featureNames, featureSetHash, growth);
  }

  @Override
  public Optional<Growth> growth() {
    return growth.stream().findFirst();
  }

  @Override
  public Target target() {
    return target;
  }

  @Override
  public List<String> featureNames() {
    return featureNames;
  }

  @Override
  public String featureSetHash() {
    return featureSetHash;
  }

  @Override
  public byte[] nativeBytes() {
    return json.clone();
  }

  @Override
  public TreeEnsemble form() {
    return parsed().ensemble();
  }

  @Override
  public double[] gain() {
    return parsed().gainShares();
  }

  @Override
  public synchronized float[] score(float[] features, int rows) {
    FeatureMatrix.need(features, rows, featureNames.size());
    float[] out = new float[rows * target.width()];
    if (rows == 0) {
      return out;
    }
    try {
      float[][] scored =
          booster()
              .inplace_predict(
                  features, rows, featureNames.size(), Float.NaN, new int[] {0, parsed().rounds()});
      for (int row = 0; row < rows; row++) {
        System.arraycopy(scored[row], 0, out, row * target.width(), target.width());
      }
      return out;
    } catch (XGBoostError | IOException e) {
      throw new LearnException("XGBoost could not score " + rows + " rows: " + e.getMessage(), e);
    }
  }

  private Booster booster() throws XGBoostError, IOException {
    if (booster == null) {
      Booster opened = XGBoost.loadModel(json);
      opened.setParam("nthread", 1);
      booster = opened;
    }
    return booster;
  }

  private synchronized XgboostJson parsed() {
    if (parsed == null) {
      parsed = XgboostJson.parse(json);
    }
    return parsed;
  }
}
