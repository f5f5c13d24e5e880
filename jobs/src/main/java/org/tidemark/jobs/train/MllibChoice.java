package org.tidemark.jobs.train;

import org.tidemark.jobs.NightlyConfig;
import org.tidemark.models.learn.DistributedLearner;
import org.tidemark.models.learn.ElasticNetLearner;
import org.tidemark.models.learn.ElasticNetParameters;
import org.tidemark.models.learn.ForestParameters;
import org.tidemark.models.learn.GaussianMixtureLearner;
import org.tidemark.models.learn.GbtLearner;
import org.tidemark.models.learn.GbtParameters;
import org.tidemark.models.learn.MixtureParameters;
import org.tidemark.models.learn.RandomForestLearner;

/** Learners of MLlib with a run's settings; what no setting says is as the learner has it. */
final class MllibChoice {
  private MllibChoice() {}

  static DistributedLearner named(String name, NightlyConfig config) {
    return switch (name) {
      case "elastic-net" -> new ElasticNetLearner(elasticNet(config));
      case "random-forest" -> new RandomForestLearner(forest(config));
      case "gbt" -> new GbtLearner(gbt(config));
      case "gaussian-mixture" -> new GaussianMixtureLearner(mixture(config));
      default -> throw new IllegalArgumentException("unknown learner of MLlib '" + name + "'");
    };
  }

  private static ElasticNetParameters elasticNet(NightlyConfig config) {
    ElasticNetParameters standard = ElasticNetParameters.standard();
    return new ElasticNetParameters(
        config.number("elastic-net.penalty"),
        config.number("elastic-net.lasso.share"),
        standard.iterations(),
        standard.tolerance());
  }

  private static ForestParameters forest(NightlyConfig config) {
    ForestParameters standard = ForestParameters.standard();
    return new ForestParameters(
        config.whole("random-forest.trees"),
        config.whole("random-forest.depth"),
        config.whole("random-forest.minimum.rows"),
        standard.rowShare(),
        config.number("random-forest.column.share"),
        standard.bins());
  }

  private static GbtParameters gbt(NightlyConfig config) {
    GbtParameters standard = GbtParameters.standard();
    return new GbtParameters(
        config.whole("gbt.trees"),
        config.whole("gbt.depth"),
        config.number("gbt.rate"),
        config.whole("gbt.minimum.rows"),
        config.number("gbt.row.share"),
        standard.columnShare(),
        standard.bins());
  }

  private static MixtureParameters mixture(NightlyConfig config) {
    MixtureParameters standard = MixtureParameters.standard();
    return new MixtureParameters(
        config.whole("gaussian-mixture.iterations"),
        standard.tolerance(),
        config.number("gaussian-mixture.floor"));
  }
}
