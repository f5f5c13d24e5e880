package org.tidemark.jobs.causality;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Finds a user's spark.ml stage: whatever was saved, by its folder, or a class on the class path by
 * its name. An estimator is fitted on all the rows it is given, which is the mistake to find.
 */
final class UserTransformer {
  private UserTransformer() {}

  static PipelineStage load(SparkSession spark, String folderOrClass) {
    if (folderOrClass.matches("[A-Za-z_][\\w$]*(\\.[A-Za-z_][\\w$]*)+")) {
      return create(folderOrClass);
    }
    return DefaultParamsReader.<PipelineStage>loadParamsInstance(folderOrClass, spark);
  }

  private static PipelineStage create(String className) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader(); // knows --jars
      return (PipelineStage) loader.loadClass(className).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IllegalArgumentException(
          "transformer "
              + className
              + " must be a public class on the class path (spark.jars) that is a spark.ml"
              + " PipelineStage and has a public constructor without parameters",
          e);
    }
  }

  static Dataset<Row> apply(PipelineStage stage, Dataset<Row> rows) {
    if (stage instanceof Transformer transformer) {
      return transformer.transform(rows);
    } else if (stage instanceof Estimator<?> estimator) {
      return ((Transformer) estimator.fit(rows)).transform(rows);
    }
    throw new IllegalArgumentException(
        stage.getClass().getName() + " is neither a Transformer nor an Estimator");
  }
}
