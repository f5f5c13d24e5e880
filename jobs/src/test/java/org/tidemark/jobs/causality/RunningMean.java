package org.tidemark.jobs.causality;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A transformer with state across rows that nobody resets between two calls. */
public final class RunningMean extends Transformer {
  private static final long serialVersionUID = 1L;

  private double mean;

  @Override
  public String uid() {
    return "runningMean";
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    List<Row> out = new ArrayList<>();
    for (Row row : dataset.toDF().collectAsList()) {
      mean += 0.05 * (row.<Double>getAs("close") - mean);
      Object[] values = new Object[row.size() + 1];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }
      values[row.size()] = mean;
      out.add(RowFactory.create(values));
    }
    return dataset.sparkSession().createDataFrame(out, transformSchema(dataset.schema()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return schema.add("z", DataTypes.DoubleType);
  }

  @Override
  public Transformer copy(ParamMap extra) {
    return this;
  }
}
