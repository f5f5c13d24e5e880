package org.tidemark.testkit;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a test class as the product runs: Spark generates and compiles code for each plan, and plans
 * again while a query runs. The other tests work on few rows, where that takes more than a quarter
 * of the processors' time (366 to 259 seconds for {@code FeatureDriverIT}) and changes no value;
 * there Spark interprets its plans and keeps to them.
 */
public final class GeneratedCode implements BeforeAllCallback, AfterAllCallback {
  private static final String WHOLE_STAGE = "spark.sql.codegen.wholeStage";
  private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
  private static final String FACTORY = "spark.sql.codegen.factoryMode";

  @Override
  public void beforeAll(ExtensionContext context) {
    SparkSession spark = TestSpark.session();
    spark.conf().unset(WHOLE_STAGE);
    spark.conf().unset(FACTORY);
    spark.conf().unset(ADAPTIVE);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    interpret(TestSpark.session());
  }

  static void interpret(SparkSession spark) {
    spark.conf().set(WHOLE_STAGE, "false");
    spark.conf().set(FACTORY, "NO_CODEGEN");
    spark.conf().set(ADAPTIVE, "false");
  }
}
